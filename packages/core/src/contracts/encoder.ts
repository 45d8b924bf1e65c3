import type { RandomStream } from '../random-stream.ts';
import type { SpikeTrainBuilder } from '../spikes/spike-train-builder.ts';

/** What an encoder is given beside the values. */
export interface EncodeContext {
  /** Number of steps to fill. */
  readonly steps: number;
  /** Length of a step in ms. */
  readonly dt: number;
  readonly random: RandomStream;
}

/** Turns values into spikes. */
export interface Encoder {
  /** Number of neurons that `values` of this length drive. @default the number of values */
  outputSize?(valueCount: number): number;
  /**
   * Adds the spikes of one sample to `out`, on which `begin(steps)` has been called.
   * @param values what is encoded; images are in [0, 1]
   */
  encode(values: Float32Array, out: SpikeTrainBuilder, context: EncodeContext): void;
}

/** Encoders by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Encoders {}
