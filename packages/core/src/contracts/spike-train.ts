/**
 * Spikes of one population over a number of steps, as columns (address-event representation): the neurons that spike in step `t` are
 * `ids[offsets[t]] .. ids[offsets[t + 1] - 1]`.
 */
export interface SpikeTrain {
  readonly steps: number;
  /** Where each step starts in `ids`: [steps + 1]. */
  readonly offsets: Uint32Array;
  /** Neuron indices: at least `offsets[steps]` of them. */
  readonly ids: Uint32Array;
  /** The sign of each spike, +1 or -1, beside `ids`; absent where all are +1. */
  readonly signs?: Int8Array;
}
