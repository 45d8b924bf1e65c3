import { type LearningRule, type Neuron, randomStream } from '@n3ml/core';
import { wasm } from '@n3ml/engine';
import { randomTrain } from './random-train.ts';

const INPUTS = 784;
const SIZE = 400;
const STEPS = 250;

/**
 * Time in ns that a training step spends for each synapse that a spike visits (a presynaptic spike visits its row, a postsynaptic one its column),
 * on a dense connection of 784 to 400 neurons, everything else that a step does included. The best of several samples, after a warm-up.
 */
export function timePerSynapse(rule: LearningRule, neuron: Neuron, dt: number): number {
  const random = randomStream('timing');
  const simulation = wasm().compile({
    dt,
    populations: { input: { size: INPUTS }, cells: { size: SIZE, neuron } },
    connections: {
      learned: {
        from: 'input',
        to: 'cells',
        topology: { kind: 'dense' },
        weights: Float32Array.from({ length: INPUTS * SIZE }, () => 0.02 * random.uniform()),
        rule,
        bounds: [0, 1],
      },
    },
  });
  const input = randomTrain(INPUTS, STEPS, 0.02, 'timing');
  let best = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 6; sample++) {
    simulation.reset();
    const start = performance.now();
    simulation.run({ input }, { steps: STEPS, learn: true });
    const nanoseconds = 1e6 * (performance.now() - start);
    const post = simulation.spikeCounts('cells').reduce((total, count) => total + count, 0);
    best = Math.min(best, nanoseconds / (input.offsets[STEPS]! * SIZE + post * INPUTS));
  }
  return best;
}
