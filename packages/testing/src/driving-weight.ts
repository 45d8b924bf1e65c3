import { N3mlError, type Network, type Neuron } from '@n3ml/core';
import { wasm } from '@n3ml/engine';
import { randomTrain } from './random-train.ts';

const SIZE = 8;
const STEPS = 100;
/** Spikes of all neurons that count as driven. */
const ENOUGH = 16;

export const channelsOf = ({ input }: Neuron): readonly string[] => (typeof input === 'string' ? ['I'] : Object.keys(input));

function spikesAt(neuron: Neuron, dt: number, target: string, weight: number): number {
  const network: Network = {
    dt,
    populations: { input: { size: SIZE }, driven: { size: SIZE, neuron } },
    connections: { drive: { from: 'input', to: 'driven', topology: { kind: 'one-to-one' }, weights: weight, target } },
  };
  const simulation = wasm().compile(network);
  simulation.run({ input: randomTrain(SIZE, STEPS, 0.3, 'drive') }, { steps: STEPS, learn: false });
  return simulation.spikeCounts('driven').reduce((total, count) => total + count, 0);
}

/**
 * The weight at which a neuron begins to answer spikes in 3 of 10 steps, to a factor of 2: units differ from model to model, and a random
 * network of silent neurons tests nothing.
 * @returns undefined where no weight up to 1e6 on any channel makes it spike
 */
export function drivingWeight(neuron: Neuron, dt: number): number | undefined {
  for (let weight = 2 ** -6; weight < 1e6; weight *= 2) {
    for (const channel of channelsOf(neuron)) {
      try {
        if (spikesAt(neuron, dt, channel, weight) >= ENOUGH) return weight;
      } catch (error) {
        if (!(error instanceof N3mlError && error.code === 'N3ML_NOT_A_NUMBER')) throw error;
        return undefined;
      }
    }
  }
  return undefined;
}
