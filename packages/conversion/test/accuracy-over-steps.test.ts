import { createRegistry } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { expect, test } from 'vitest';
import { accuracyOverSteps } from '../src/run/accuracy-over-steps.ts';
import { eventRunner } from '../src/run/event-driven.ts';
import { predict } from '../src/run/predict.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import { randomSpikingNetwork, randomValues } from './random-spiking-network.ts';

const registry = createRegistry().use(encoders, neurons, engine);
const at = [1, 4, 12];

/** Networks with several outputs, and labels that the network itself gives after the last step: so the last accuracy is 1. */
test('reads each sample on the way: the same as a run of that length', async () => {
  let [compared, below] = [0, 0];
  for (let seed = 0; compared < 10; seed++) {
    const network = randomSpikingNetwork(seed);
    const output = network.layers.at(-1)!;
    if (output.shape.at(-1)! < 3) continue;
    compared++;
    const stimulus = new Stimulus(network, { registry, steps: 12, seed, values: randomValues(network, seed) });
    const inputs = (k: number) => stimulus.of(k);
    const runner = await eventRunner(network, { registry });
    const predicted: number[][] = [];
    for (const steps of at) {
      const own: number[] = [];
      // A shorter run draws other spikes, so each of these is the long run, read once.
      await runner.run(20, inputs, { steps: 12, at: [steps] }, (_, { counts, potentials }) => {
        own.push(predict(counts, potentials, output.lambda));
      });
      predicted.push(own);
    }
    const labels = Uint8Array.from(predicted.at(-1)!);
    const accuracies = await accuracyOverSteps(runner, { network, inputs, labels, at });
    await runner.close();
    expect([...accuracies]).toEqual(predicted.map((own) => own.filter((label, k) => label === labels[k]).length / labels.length));
    expect(accuracies.at(-1)).toBe(1);
    if (accuracies[0]! < 1) below++;
  }
  expect(below).toBeGreaterThan(3);
});
