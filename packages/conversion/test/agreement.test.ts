import { createRegistry } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { openBackend } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { denseRunner } from '../src/run/dense.ts';
import { eventRunner } from '../src/run/event-driven.ts';
import type { Reading, Runner, RunSteps } from '../src/run/reading.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import type { InputEncoding, SpikingNetwork } from '../src/spiking-network.ts';
import { randomSpikingNetwork, randomValues } from './random-spiking-network.ts';

const registry = createRegistry().use(encoders, neurons, engine);
const anyNetwork = fc.record({
  seed: fc.nat(),
  encoding: fc.constantFrom<InputEncoding>('bernoulli', 'signed-bernoulli', 'current'),
});
const STEPS = 9;

const stimulusOf = (network: SpikingNetwork, seed: number): Stimulus =>
  new Stimulus(network, { registry, steps: STEPS, seed, values: randomValues(network, seed) });

/** Runs three samples and closes the runner. */
async function readAll(runner: Runner, stimulus: Stimulus, options: RunSteps, count = 3): Promise<Reading[]> {
  const readings: Reading[] = [];
  await runner.run(
    count,
    (k) => stimulus.of(k),
    options,
    (k, reading) => {
      expect(k).toBe(readings.length);
      readings.push(reading);
    },
  );
  await runner.close();
  return readings;
}

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

describe('dense and event-driven runs', () => {
  test.each(['wasm', 'interpreter'])('give the same spikes of every layer in every step: %s', async (executor) => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, async ({ seed, encoding }) => {
        const network = randomSpikingNetwork(seed, encoding);
        const stimulus = stimulusOf(network, seed);
        const options = { steps: STEPS, at: [2, 5, STEPS] };
        const named = (row: Iterable<[number, string, number]>): string[] => Array.from(row, String).sort();
        const dense: [number, string, number][] = [];
        const denseReadings = await readAll(
          denseRunner(network, {
            batch: 1,
            watch: {
              spikes: ({ name }, spikes, step) => spikes.dataSync().forEach((fired, id) => void (fired && dense.push([step, name, id]))),
            },
          }),
          stimulus,
          options,
        );
        const events: [number, string, number][] = [];
        const runner = await eventRunner(network, {
          registry,
          executor,
          listener: () => (step, population, ids) => {
            if (population !== 'input') for (const id of ids) events.push([step, population, id]);
          },
        });
        const eventReadings = await readAll(runner, stimulus, options);
        expect(named(events)).toEqual(named(dense));
        expect(eventReadings).toEqual(denseReadings);
      }),
      { numRuns: executor === 'wasm' ? 200 : 60 },
    );
  });
});
