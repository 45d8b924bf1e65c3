import type { RandomStream } from '@n3ml/core';
import type { SpikeTrainBuilder } from '@n3ml/core/spikes';

/**
 * Adds the spikes of one neuron that spikes in each step with the same probability p, independently of all else. `hazard` is -ln(1 - p):
 * the expected number of events a step of the Poisson process that, seen step by step, is this train.
 *
 * Both laws give geometric gaps between spikes, floor(E / hazard) silent steps for E exponential with mean 1: so the cost is one draw a
 * spike, never one a step. `hazard` = Infinity (p = 1) spikes in every step; it must be above 0.
 */
export function addMemorylessSpikes(
  neuron: number,
  hazard: number,
  sign: 1 | -1,
  out: SpikeTrainBuilder,
  { steps, random }: { readonly steps: number; readonly random: RandomStream },
): void {
  const meanGap = 1 / hazard;
  let step = Math.floor(random.exponential() * meanGap);
  while (step < steps) {
    out.add(step, neuron, sign);
    step += 1 + Math.floor(random.exponential() * meanGap);
  }
}

/** -ln(1 - p), exact for tiny p. */
export const hazardOf = (probability: number): number => -Math.log1p(-probability);
