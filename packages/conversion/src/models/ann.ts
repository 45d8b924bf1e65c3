import type { TrainingSettings, tf } from '@n3ml/tensor';

/** How a network is trained: plain data that `fit` takes as it is. */
export interface Recipe extends Required<Omit<TrainingSettings, 'seed'>> {
  /** What is done to images at random while they are learned from: moved by up to 2 pixels (digits); mirrored; or moved by up to 4 and mirrored (photographs). */
  readonly augmented: 'none' | 'shift' | 'mirror' | 'shift-mirror';
  /** What every sample is scaled by, after bytes 0..255 have become 0..1: mean and standard deviation of the channels of CIFAR-10, or nothing. */
  readonly normalized: 'none' | 'cifar10';
}

/** A network without spikes that can be trained and then converted: ReLUs, average pools, no biases. */
export interface Ann {
  readonly name: string;
  /** All options with their values. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /**
   * The untrained network; its last layer is linear.
   *
   * @param seed of the initial weights
   * @param inputShape of one sample: [height, width] or [height, width, channels]
   * @throws N3mlError N3ML_BAD_SHAPE where the network has no place for samples of this shape
   */
  build(seed: number, inputShape: readonly number[], classes: number): tf.LayersModel;
  /** How the paper trains it. */
  readonly recipe: Recipe;
}

/** Networks without spikes by name; packages add theirs by declaration merging with `@n3ml/conversion`. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Anns {}

declare module '@n3ml/core' {
  interface Kinds {
    ann: { table: Anns; makes: Ann };
  }
}
