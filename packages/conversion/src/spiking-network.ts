import type { LayerInput } from './analog-network.ts';
import type { SlidingWindow, Synapses } from './synapses.ts';

/** Synapses of a spiking layer: those of the analog one but for average pooling, which has become weights. */
export type SpikingSynapses =
  | Exclude<Synapses, { op: 'average-pool' } | { op: 'identity' }>
  /** Every spike under the window counts the same: this weight. */
  | ({ readonly op: 'sum-pool'; readonly weight: number } & SlidingWindow)
  /** [1], or one weight per channel. */
  | { readonly op: 'identity'; readonly weights: Float32Array };

/**
 * One layer of a converted network, in units of its threshold, which is therefore 1 everywhere.
 *
 * A spike of layer l stands for the activation lambda_l (one number, or one per channel), so a weight w from i to j is stored as
 * `w * lambda_i / lambda_j`, and a bias as `b / lambda_j`. In the units of the papers, where a spike counts as 1, that is the threshold
 * lambda_l / lambda_(l-1) with the weights as they were trained; scaled like this it holds for junctions of a shortcut and for single channels too.
 *
 * All weights and biases of a layer are whole multiples of 2^-gridBits, and the grid is such that the sum of their absolute values into any neuron is below
 * 2^(24 - gridBits). So every partial sum is exact in float32, in whatever order it is taken: a dense and an event-driven run, any batch size and any
 * backend give the same spikes.
 */
export interface SpikingLayer {
  readonly name: string;
  /** `'integrate-and-fire'`, `'max-pool'` (passes spikes on), or `'readout'`: sums its input and never spikes. */
  readonly kind: 'integrate-and-fire' | 'max-pool' | 'readout';
  readonly shape: readonly number[];
  readonly inputs: readonly LayerInput<SpikingSynapses>[];
  /** [channels], added in every step. */
  readonly bias?: Float32Array;
  /** The activation that a spike stands for: [1] or [channels]. Of a readout: the activation that a potential of 1 stands for, per step. */
  readonly lambda: Float32Array;
  readonly gridBits: number;
}

/** How the values of a sample reach the first layers. */
export type InputEncoding = 'bernoulli' | 'signed-bernoulli' | 'current';

/** A converted network: plain data, in the order in which a signal crosses it within one step. The output is last. */
export interface SpikingNetwork {
  /** Shape of one sample. */
  readonly input: readonly number[];
  readonly encoding: InputEncoding;
  /** The value that an input spike stands for: spikes come with probability |x| / inputScale. 1 for `'current'`. */
  readonly inputScale: number;
  readonly layers: readonly SpikingLayer[];
  readonly resetBy: 'zero' | 'subtraction';
  /** Membrane potential at the start of a sample, in thresholds: 0, or 1/2 to cut latency. */
  readonly initialPotential: number;
}
