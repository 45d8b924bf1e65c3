import { type Executor, type LearningRule, type Neuron, randomStream } from '@n3ml/core';
import { nanosecondsEach } from './duration.ts';
import { randomTrain } from './random-train.ts';

const INPUTS = 784;
const SIZE = 400;

/**
 * Time in ns that a training step spends on a synaptic event, everything else that a step does included: a presynaptic spike visits the synapses of its row, a
 * postsynaptic one those of its column. Measured on a dense connection of 784 to 400 neurons.
 *
 * @param steps of a sample
 */
export async function timePerSynapse(executor: Executor, rule: LearningRule, neuron: Neuron, dt: number, steps = 100): Promise<number> {
  const random = randomStream('timing');
  const simulation = executor.compile({
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
  const input = randomTrain(INPUTS, steps, 0.02, 'timing');
  return nanosecondsEach(() => {
    simulation.reset();
    simulation.run({ input }, { steps, learn: true });
    const spikes = simulation.spikeCounts('cells').reduce((total, count) => total + count, 0);
    return input.offsets[steps]! * SIZE + spikes * INPUTS;
  });
}
