import type { Arrivals } from './arrivals.ts';

/** Finds when the potential `v(t) = sum_k w_k eps(t - a_k)` of a neuron first reaches its threshold. */
export interface CrossingSolver {
  /** What the neurons of a layer have in common in one sample. The arrivals are borrowed until the next call. */
  prepare(arrivals: Arrivals): void;
  /**
   * The first t with v(t) >= threshold, in ms; Infinity where there is none up to `horizon`. A potential that only touches the threshold has reached it.
   *
   * @param weights of all synapses of the network
   * @param row where the weights of this neuron start
   * @param threshold above 0
   */
  find(weights: Float64Array, row: number, threshold: number, horizon: number): number;
}
