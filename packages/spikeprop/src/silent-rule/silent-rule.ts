import type { SpikeTimeNetwork } from '../network/network.ts';

/** Brings silent neurons back: a neuron that doesn't fire has no gradient, so nothing else would change its weights. */
export interface SilentRule {
  /**
   * Looks at the sample that the network has just run, and adds to `change` what the weights are to be changed by, beside the gradient's update.
   *
   * @param change as long as `network.weights`
   */
  add(network: SpikeTimeNetwork, change: Float64Array): void;
}
