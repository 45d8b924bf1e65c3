import type { Synapses } from './synapses.ts';

/** What feeds a layer. */
export interface LayerInput<S = Synapses> {
  /** Name of the layer, or {@link INPUT}. */
  readonly from: string;
  readonly synapses: S;
}

/** The name under which layers refer to the network's input. */
export const INPUT = 'input';

/**
 * One layer of a network of rectified linear units: `a = max(0, bias + sum over inputs of synapses(a_from))`.
 *
 * - `'relu'`: becomes integrate-and-fire neurons. Average pooling is such a layer too: what it gives is never negative.
 * - `'max-pool'`: its one input's synapses are the pooling; it has no neurons of its own.
 * - `'output'`: the last layer, without the rectification.
 */
export interface AnalogLayer {
  /** As in the model that it was read from; a pooling, or the junction of a shortcut, has a name of its own there too. */
  readonly name: string;
  readonly kind: 'relu' | 'max-pool' | 'output';
  /** [height, width, channels] or [units]. */
  readonly shape: readonly number[];
  readonly inputs: readonly LayerInput[];
  /** [channels], batch normalization folded in. */
  readonly bias?: Float32Array;
}

/** A trained network as plain data, in an order in which every layer comes after those that feed it; the output is last. */
export interface AnalogNetwork {
  /** Shape of one sample: [height, width, channels] or [features]. */
  readonly input: readonly number[];
  readonly layers: readonly AnalogLayer[];
}
