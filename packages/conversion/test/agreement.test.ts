import { createRegistry } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { openBackend } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { denseRunner } from '../src/run/dense.ts';
import { eventRunner } from '../src/run/event-driven.ts';
import type { Runner, RunSteps, SampleReading } from '../src/run/runner.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import type { InputEncoding, SpikingNetwork } from '../src/spiking-network.ts';
import { synapseList } from './plain-run.ts';
import { randomSpikingNetwork, randomValues } from './random-spiking-network.ts';

const registry = createRegistry().use(encoders, neurons, engine);
const anyNetwork = fc.record({
  seed: fc.nat(),
  encoding: fc.constantFrom<InputEncoding>('bernoulli', 'signed-bernoulli', 'current'),
});
const STEPS = 9;

const stimulusOf = (network: SpikingNetwork, seed: number): Stimulus =>
  new Stimulus(network, { registry, steps: STEPS, seed, values: randomValues(network, seed) });

const shapeOf = ({ input, layers }: SpikingNetwork, name: string): readonly number[] =>
  layers.find((layer) => layer.name === name)?.shape ?? input;

/** Runs samples and closes the runner. */
async function readAll(runner: Runner, stimulus: Stimulus, options: RunSteps, count = 3): Promise<SampleReading[]> {
  const readings: SampleReading[] = [];
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

  test('change nothing by batch size, backend or number of workers', async () => {
    for (const [seed, encoding] of [
      [11, 'bernoulli'],
      [12, 'signed-bernoulli'],
      [13, 'current'],
    ] as const) {
      const network = randomSpikingNetwork(seed, encoding);
      const stimulus = stimulusOf(network, seed);
      const options = { steps: STEPS, at: [4, STEPS] };
      const expected = await readAll(denseRunner(network), stimulus, options, 30);
      for (const backend of ['cpu', 'wasm']) {
        await openBackend({ backend });
        for (const batch of [1, 7, 30]) expect(await readAll(denseRunner(network, { batch }), stimulus, options, 30)).toEqual(expected);
      }
      for (const workers of [1, 2]) {
        expect(await readAll(await eventRunner(network, { registry, workers }), stimulus, options, 30)).toEqual(expected);
      }
    }
  });

  test('stop at the next batch or sample, and tell of none after that', async () => {
    const network = randomSpikingNetwork(11);
    const stimulus = stimulusOf(network, 1);
    for (const open of [() => denseRunner(network, { batch: 4 }), () => eventRunner(network, { registry, workers: 2 })]) {
      const stop = new AbortController();
      const told: number[] = [];
      const runner = await open();
      await runner.run(
        100,
        (k) => stimulus.of(k),
        { steps: STEPS, signal: stop.signal },
        (k) => {
          told.push(k);
          if (k === 2) stop.abort();
        },
      );
      await runner.close();
      expect(told).toEqual([0, 1, 2]);
    }
  });
});

test('max pooling has had as many spikes as the busiest neuron under its window, after every step', async () => {
  let grown = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const network = randomSpikingNetwork(seed);
      const pools = network.layers.filter(({ kind }) => kind === 'max-pool');
      fc.pre(pools.length > 0);
      const counts = new Map(network.layers.map(({ name, shape }) => [name, new Float64Array(shape.reduce((a, b) => a * b, 1))]));
      counts.set('input', new Float64Array(network.input.reduce((a, b) => a * b, 1)));
      let ended = 0;
      const check = (): void => {
        for (const { name, inputs } of pools) {
          const synapses = synapseList(inputs[0]!.synapses, shapeOf(network, inputs[0]!.from), shapeOf(network, name));
          counts.get(name)!.forEach((count, j) => {
            const under = synapses.filter((synapse) => synapse.j === j).map(({ i }) => counts.get(inputs[0]!.from)![i]!);
            expect(count).toBe(Math.max(0, ...under));
            if (count > 1) grown++;
          });
        }
      };
      const runner = await eventRunner(network, {
        registry,
        listener: () => (step, population, ids) => {
          if (step > ended) check();
          ended = step;
          for (const id of ids) counts.get(population)![id]!++;
        },
      });
      await readAll(runner, stimulusOf(network, seed), { steps: STEPS }, 1);
      check();
    }),
    { numRuns: 60 },
  );
  expect(grown).toBeGreaterThan(100);
});

test('the random networks are worth comparing: layers of every kind spike, and not always', async () => {
  const rates: Record<string, number[]> = {};
  for (let seed = 0; seed < 150; seed++) {
    const network = randomSpikingNetwork(seed);
    const [reading] = await readAll(await eventRunner(network, { registry }), stimulusOf(network, seed), { steps: STEPS }, 1);
    for (const [l, { kind, inputs, shape }] of network.layers.entries()) {
      rates[`${inputs[0]!.synapses.op} ${kind}`] ??= [];
      rates[`${inputs[0]!.synapses.op} ${kind}`]!.push(reading!.spikes[l + 1]! / (STEPS * shape.reduce((a, b) => a * b, 1)));
    }
  }
  for (const [layer, all] of Object.entries(rates)) {
    const between = all.filter((rate) => rate > 0.1 && rate < 0.9).length / all.length;
    if (layer.endsWith('readout')) expect(Math.max(...all), layer).toBe(0);
    else expect(between, layer).toBeGreaterThan(0.5);
  }
  expect(Object.keys(rates)).toHaveLength(11);
});
