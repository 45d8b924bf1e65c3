import {
  type Checkpoint,
  createEventBus,
  createRegistry,
  type LabelledSet,
  type RunContext,
  type RunEvent,
  randomStream,
} from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { describe, expect, test } from 'vitest';
import { toCheckpoint } from '../src/checkpoint.ts';
import { accuracyOverSteps } from '../src/run/accuracy-over-steps.ts';
import { eventRunner } from '../src/run/event-driven.ts';
import { converted } from '../src/run/model.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import type { SpikingNetwork } from '../src/spiking-network.ts';
import { plainRun } from './plain-run.ts';

const registry = createRegistry().use(encoders, neurons, engine);
const STEPS = 15;

/** Two filters over an image of 4 x 4, their pooling, and two outputs: one for images that are bright above, one for those that are bright below. */
const network: SpikingNetwork = {
  input: [4, 4, 1],
  encoding: 'bernoulli',
  inputScale: 1,
  layers: [
    {
      name: 'conv1',
      kind: 'integrate-and-fire',
      shape: [4, 4, 1],
      inputs: [
        {
          from: 'input',
          synapses: { op: 'conv2d', weights: new Float32Array(9).fill(0.125), size: [3, 3], strides: [1, 1], padding: [1, 1, 1, 1] },
        },
      ],
      bias: Float32Array.of(0.0625),
      lambda: Float32Array.of(1),
      gridBits: 10,
    },
    {
      name: 'pool1',
      kind: 'integrate-and-fire',
      shape: [2, 1, 1],
      inputs: [{ from: 'conv1', synapses: { op: 'sum-pool', weight: 0.125, size: [2, 4], strides: [2, 4], padding: [0, 0, 0, 0] } }],
      lambda: Float32Array.of(1),
      gridBits: 10,
    },
    {
      name: 'output',
      kind: 'integrate-and-fire',
      shape: [2],
      inputs: [{ from: 'pool1', synapses: { op: 'dense', weights: Float32Array.of(1, -0.5, -0.5, 1) } }],
      lambda: Float32Array.of(1),
      gridBits: 10,
    },
  ],
  resetBy: 'subtraction',
  initialPotential: 0,
};
const checkpoint = toCheckpoint(network);

/** Images that are bright above (label 0) or below (label 1), with noise. */
function halves(count: number): LabelledSet {
  const random = randomStream(5, 'halves');
  const labels = Uint8Array.from({ length: count }, () => random.integer(2));
  const values = Uint8Array.from({ length: count * 16 }, (_, i) => {
    const isBright = (i % 16 < 8 ? 0 : 1) === labels[Math.floor(i / 16)];
    return random.integer(256) * (isBright ? 1 : 0.4);
  });
  return { name: 'halves', count, shape: [4, 4], values, labels };
}

function infer(data: LabelledSet, options: Record<string, unknown> = {}, context: Partial<RunContext> = {}, from: Checkpoint = checkpoint) {
  return converted(from.options).infer(from, data, {
    registry,
    bus: createEventBus(),
    ...context,
    options: { steps: STEPS, ...options },
  });
}

describe('infer of a converted network', () => {
  const data = halves(60);
  const values = (k: number): Float32Array => Float32Array.from(data.values.subarray(16 * k, 16 * k + 16), (pixel) => pixel / 255);

  test('gives what an independent run gives, image by image', async () => {
    const { results, finished, checkpoint: after } = await infer(data, { seed: 3 });
    const stimulus = new Stimulus(network, { registry, steps: STEPS, seed: 3, values });
    let [right, spikes, operations] = [0, 0, 0];
    const confusion = [0, 0, 0, 0];
    for (let k = 0; k < data.count; k++) {
      const plain = plainRun(network, stimulus.of(k), values(k), STEPS);
      const count = (j: number): number => plain.spikes.output!.reduce((sum, step) => sum + step[j]!, 0);
      const lead = count(1) - count(0) || plain.potentials.at(-1)![1]! - plain.potentials.at(-1)![0]!;
      const predicted = lead > 0 ? 1 : 0;
      if (predicted === data.labels[k]) right++;
      confusion[2 * data.labels[k]! + predicted]!++;
      spikes += Object.values(plain.spikes)
        .flat(2)
        .reduce((sum, spike) => sum + spike, 0);
      operations += plain.operations;
    }
    expect(finished).toBe(true);
    expect(results).toEqual({
      accuracy: right / 60,
      samples: 60,
      steps: STEPS,
      spikesPerSample: spikes / 60,
      operationsPerSample: operations / 60,
    });
    expect(results.accuracy).toBeGreaterThan(0.8);
    expect([...after.tensors.confusion!.data]).toEqual(confusion);
    expect(after.tensors['conv1/bias']).toEqual(checkpoint.tensors['conv1/bias']);
  });

  test('gives the same on tensors, in any batch, and on threads', async () => {
    const expected = await infer(data);
    for (const [options, context] of [
      [{ run: 'dense', batch: 7 }, {}],
      [{}, { backend: 'cpu' }],
      [{ run: 'events' }, { workers: 2 }],
      [{ run: 'events' }, { executor: 'interpreter' }],
    ] as const) {
      expect(await infer(data, options, context)).toEqual(expected);
    }
    expect((await infer(data, { seed: 1 })).results).not.toEqual(expected.results);
  });

  test('tells of the run as it goes', async () => {
    const bus = createEventBus();
    const starts: RunEvent<'run:start'>[] = [];
    const ends: RunEvent<'sample:end'>[] = [];
    const finals: RunEvent<'run:end'>[] = [];
    const messages: string[] = [];
    const metrics: Record<string, number> = {};
    const spikes = { total: 0, steps: 0, populations: new Set<string>() };
    bus.on('run:start').subscribe((event) => starts.push(event));
    bus.on('sample:end').subscribe((event) => ends.push(event));
    bus.on('run:end').subscribe((event) => finals.push(event));
    bus.on('log').subscribe(({ message }) => messages.push(message));
    bus.on('metric').subscribe(({ name, value }) => {
      metrics[name] = value;
    });
    bus.on('spikes').subscribe(({ step, population, ids }) => {
      spikes.total += ids.length;
      spikes.steps = Math.max(spikes.steps, step + 1);
      spikes.populations.add(population);
    });
    const { results } = await infer(data, {}, { bus });
    expect(starts).toMatchObject([{ verb: 'infer', model: 'converted', data: 'halves', samples: 60, options: { steps: STEPS } }]);
    expect(finals).toMatchObject([{ finished: true, results }]);
    expect(messages).toEqual(['Spike by spike on one thread.']);
    expect(ends.map(({ done }) => done)).toEqual(Array.from({ length: 60 }, (_, k) => k + 1));
    expect(ends.filter(({ label, predicted }) => label === predicted).length / 60).toBe(results.accuracy);
    expect(ends.reduce((sum, end) => sum + end.spikes, 0) / 60).toBeCloseTo(results.spikesPerSample!, 10);
    expect(spikes).toEqual({
      total: results.spikesPerSample! * 60,
      steps: STEPS,
      populations: new Set(['input', 'conv1', 'pool1', 'output']),
    });
    const sizes = { input: 16, conv1: 16, pool1: 2, output: 2 };
    expect(starts[0]!.populations).toEqual(sizes);
    const told = Object.entries(sizes).reduce((sum, [layer, size]) => sum + metrics[`rate/${layer}`]! * size * STEPS, 0);
    expect(told).toBeCloseTo(results.spikesPerSample!, 8);
    const after = Object.keys(metrics).flatMap((name) => (name.startsWith('accuracy/') ? Number(name.slice('accuracy/'.length)) : []));
    expect(after).toEqual([2, 3, 5, 6, 8, 9, 11, 12, 14, 15]);
    const runner = await eventRunner(network, { registry });
    const stimulus = new Stimulus(network, { registry, steps: STEPS, seed: 0, values });
    const expected = await accuracyOverSteps(runner, { network, inputs: (k) => stimulus.of(k), labels: data.labels, at: after });
    await runner.close();
    expect(after.map((steps) => metrics[`accuracy/${steps}`])).toEqual([...expected]);
    expect(metrics.accuracy).toBe(results.accuracy);
  });

  test('says that spikes are not shown where they are not', async () => {
    for (const [options, context] of [
      [{ run: 'dense' }, {}],
      [{}, { workers: 2 }],
    ] as const) {
      const bus = createEventBus();
      const warnings: string[] = [];
      bus.on('spikes').subscribe(() => undefined);
      bus.on('log').subscribe(({ level, message }) => level === 'warning' && warnings.push(message));
      await infer(halves(2), options, { bus, ...context });
      expect(warnings).toEqual(["Spikes are shown by a run of 'events' with one worker only."]);
    }
  });

  test.each([{ run: 'events' }, { run: 'dense', batch: 8 }])('stops where it is told to: %o', async (options) => {
    const stop = new AbortController();
    const bus = createEventBus();
    bus.on('sample:end').subscribe(({ done }) => done === 20 && stop.abort());
    const { finished, results } = await infer(data, options, { bus, signal: stop.signal });
    expect({ finished, samples: results.samples }).toEqual({ finished: false, samples: 20 });
  });

  test('a run that is stopped before the first sample has figures of 0', async () => {
    const { results } = await infer(data, {}, { signal: AbortSignal.abort() });
    expect(results).toEqual({ accuracy: 0, samples: 0, steps: STEPS, spikesPerSample: 0, operationsPerSample: 0 });
  });
});

describe('infer refuses', () => {
  const refusal = async (...args: Parameters<typeof infer>): Promise<string> => {
    const bus = createEventBus();
    const started: unknown[] = [];
    bus.on('run:start').subscribe((event) => started.push(event));
    const message = await infer(args[0], args[1], { ...args[2], bus }, args[3]).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    expect(started).toEqual([]);
    return message;
  };

  test('numbers of steps and samples that are none', async () => {
    expect(await refusal(halves(1), { steps: 0 })).toMatchInlineSnapshot(
      `"Option 'steps' of infer of model 'converted' is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]"`,
    );
    expect(await refusal(halves(1), { steps: -3 })).toMatchInlineSnapshot(
      `"Option 'steps' of infer of model 'converted' is -3; give a whole number of at least 1. [N3ML_BAD_OPTION]"`,
    );
    expect(await refusal(halves(1), { batch: 0 })).toMatchInlineSnapshot(
      `"Option 'batch' of infer of model 'converted' is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]"`,
    );
    expect(await refusal(halves(1), { run: 'spikes' })).toMatchInlineSnapshot(
      `"Option 'run' of infer of model 'converted' is "spikes"; give one of auto, dense, events. [N3ML_BAD_OPTION]"`,
    );
    expect(await refusal(halves(1), { step: 10 })).toMatchInlineSnapshot(
      `"No option 'step' for infer of model 'converted'. Did you mean 'steps'? Known: batch, run, seed, steps. [N3ML_UNKNOWN_OPTION]"`,
    );
    expect(await refusal(halves(0))).toMatchInlineSnapshot(`"There is no sample in the data. [N3ML_EMPTY_DATASET]"`);
  });

  test('data of another network', async () => {
    expect(await refusal({ ...halves(1), shape: [2, 8] })).toMatchInlineSnapshot(
      `"The network was trained on samples of shape [4, 4, 1], but those of the data have shape [2, 8]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]"`,
    );
    expect(await refusal({ ...halves(1), labels: Uint8Array.of(2) })).toMatchInlineSnapshot(
      `"Sample 0 has label 2, but the network has 2 classes (0 to 1). Use the dataset that it was trained on. [N3ML_BAD_LABEL]"`,
    );
    expect(await refusal(halves(1), {}, {}, { ...checkpoint, model: 'diehl-cook-2015' })).toMatchInlineSnapshot(
      `"The checkpoint is of model 'diehl-cook-2015', not of 'converted'. Make the model that it names, or choose another checkpoint. [N3ML_CHECKPOINT_MODEL]"`,
    );
  });

  test('a backend that is not there', async () => {
    const absent = { name: 'abacus', priority: 1, install: 'Carve one.', absence: () => 'not carved', start: async () => undefined };
    const withAbacus = createRegistry().use(encoders, engine, neurons, {
      name: 'abacus',
      version: '1.0.0',
      api: 1,
      provides: { backend: { abacus: () => absent } },
    });
    expect(await refusal(halves(1), {}, { backend: 'abacus', registry: withAbacus })).toMatchInlineSnapshot(
      `"Tensor backend 'abacus' can't be used (not carved). Carve one. [N3ML_BACKEND_MISSING]"`,
    );
    expect(await refusal(halves(1), {}, { backend: 'tfjs' })).toMatchInlineSnapshot(
      `"No backend 'tfjs'. Known: cpu, tfjs-node, tfjs-node-gpu, wasm. [N3ML_UNKNOWN_NAME]"`,
    );
    expect(await refusal(halves(1), { run: 'events' }, { backend: 'wasm' })).toMatchInlineSnapshot(
      `"Backend 'wasm' is for tensors, but run 'events' uses none. Leave the backend out, or ask for run 'dense'. [N3ML_BAD_OPTION]"`,
    );
  });

  test('values that no probability can be', async () => {
    const bright = { ...halves(1), values: new Float32Array(16).fill(2) };
    await expect(infer(bright)).rejects.toThrow('N3ML_BAD_VALUE');
  });
});
