import { createEventBus, createRegistry, type LabelledSet } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { tf } from '@n3ml/tensor';
import { expect, test } from 'vitest';
import type { AnalogNetwork } from '../src/analog-network.ts';
import type { Balance } from '../src/balancer.ts';
import { toCheckpoint } from '../src/checkpoint.ts';
import { convert } from '../src/convert/convert.ts';
import type { ConvertOptions } from '../src/convert/options.ts';
import { doctor } from '../src/doctor/doctor.ts';
import { latencyOf } from '../src/doctor/latency.ts';
import { spread } from '../src/doctor/spread.ts';
import { stepLadder } from '../src/doctor/step-ladder.ts';
import { converted } from '../src/run/model.ts';

const registry = createRegistry().use(encoders, neurons, engine);

const dense = (weights: readonly number[]) => ({ op: 'dense', weights: Float32Array.from(weights) }) as const;

/** Two numbers, passed on by two units, doubled by the next two; the larger wins. */
const chain: AnalogNetwork = {
  input: [2],
  layers: [
    { name: 'a', kind: 'relu', shape: [2], inputs: [{ from: 'input', synapses: dense([1, 0, 0, 1]) }] },
    { name: 'b', kind: 'relu', shape: [2], inputs: [{ from: 'a', synapses: dense([2, 0, 0, 2]) }] },
    { name: 'c', kind: 'output', shape: [2], inputs: [{ from: 'b', synapses: dense([1, 0, 0, 1]) }] },
  ],
};

/** Samples 1 and 3 are the same and have different labels, so nobody gets more than three of four right. */
const data: LabelledSet = {
  name: 'pairs',
  count: 4,
  shape: [2],
  values: Float32Array.from([0.5, 0.25, 0.25, 0.5, 0.125, 0.0625, 0.25, 0.5]),
  labels: Uint8Array.from([0, 1, 0, 0]),
};

const lambdas = (a: number, b: number, c: number): Balance => ({
  lambdas: { a: Float32Array.of(a), b: Float32Array.of(b), c: Float32Array.of(c) },
});

const checkpointOf = (balance: Balance, options: ConvertOptions = {}, network = chain) =>
  toCheckpoint(convert(network, balance, { encoding: 'current', ...options }), { ann: { name: 'chain', accuracy: 0.75 } });

const examine = (
  checkpoint: ReturnType<typeof checkpointOf>,
  options: Readonly<Record<string, unknown>> = { steps: 64 },
  set = data,
  signal?: AbortSignal,
) => doctor(checkpoint, set, { registry, bus: createEventBus(), backend: 'cpu', options, ...(signal && { signal }) });

test('a network that can be worked out by hand', async () => {
  const diagnosis = await examine(checkpointOf(lambdas(0.5, 1, 1)));
  expect(diagnosis.data).toEqual({ name: 'pairs', synthetic: false, samples: 4, layerSamples: 4 });
  // Three layers of 2 x 2 synapses.
  expect(diagnosis.ann).toEqual({ accuracy: 0.75, recordedAccuracy: 0.75, operations: 12, joules: 12 * 4.6e-12 });
  expect(diagnosis.findings).toEqual([]);

  const [a, b, c] = diagnosis.layers;
  expect(a).toMatchObject({ name: 'a', kind: 'integrate-and-fire', neurons: 2, lambda: { min: 0.5, median: 0.5, max: 0.5 }, heaviest: 0 });
  expect(a!.inputs).toEqual([{ from: 'input', threshold: { min: 0.5, median: 0.5, max: 0.5 } }]);
  expect(b).toMatchObject({ inputs: [{ from: 'a', threshold: { min: 2, median: 2, max: 2 } }], heaviest: 1 });
  // All activations are whole multiples of lambda / 64, so rates show them exactly.
  for (const layer of [a!, b!, c!]) {
    expect(layer).toMatchObject({ clipped: 0, peak: 1, activity: 4.875 / 8, error: 0 });
    expect(layer.correlation).toBeCloseTo(1, 12);
    expect(layer.rates!.silent).toBe(0);
    expect(layer.rates!.mean).toBe(4.875 / 8);
  }

  const spikes = (4.875 * 64) / 4; // Of one layer, per sample.
  expect(diagnosis.steps.map(({ steps }) => steps)).toEqual([1, 2, 5, 10, 20, 50, 64]);
  // Each spike of a and b meets two synapses; the current into a is multiplied once.
  expect(diagnosis.steps.at(-1)).toMatchObject({ accuracy: 0.75, silent: 0, spikes: 3 * spikes, operations: 4 * spikes });
  expect(diagnosis.steps.at(-1)!.joules).toBeCloseTo(4 * spikes * 0.9e-12 + 4 * 4.6e-12, 18);
  // After one step, only neurons that get a whole lambda at once have spiked: one in samples 0, 1 and 3.
  expect(diagnosis.steps[0]).toMatchObject({ accuracy: 0.75, silent: 0.25, spikes: 9 / 4 });
  expect(diagnosis.latency).toBe(1);
  expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
});

test('is the same spike by spike and on tensors, for any batch, and again', async () => {
  const checkpoint = checkpointOf(lambdas(0.4, 0.9, 1.1), { encoding: 'bernoulli' });
  const first = await examine(checkpoint, { steps: 30, seed: 5 });
  expect(await examine(checkpoint, { steps: 30, seed: 5 })).toEqual(first);
  const dense3 = await examine(checkpoint, { steps: 30, seed: 5, run: 'dense', batch: 3 });
  expect({ ...dense3, layers: [] }).toEqual({ ...first, layers: [] });
  expect(await examine(checkpoint, { steps: 30, seed: 6 })).not.toEqual(first);
});

test('costs are those of an inference', async () => {
  const checkpoint = checkpointOf(lambdas(0.4, 0.9, 1.1), { encoding: 'bernoulli' });
  const options = { steps: 30, seed: 3 };
  const { results } = await converted().infer(checkpoint, data, { registry, bus: createEventBus(), options });
  const last = (await examine(checkpoint, options)).steps.at(-1)!;
  expect(last).toMatchObject({ spikes: results.spikesPerSample, operations: results.operationsPerSample, accuracy: results.accuracy });
});

test('clipped activations are found where they are', async () => {
  // b gives at most 1, in three of its eight activations; lambda is 0.75.
  const { layers, findings } = await examine(checkpointOf(lambdas(0.5, 0.75, 1)));
  expect(layers.map(({ clipped }) => clipped)).toEqual([0, 3 / 8, 0]);
  expect(findings.find(({ rule }) => rule === 'clipped')).toMatchObject({ layer: 'b', message: expect.stringContaining('37.5 %') });
});

test('thresholds that are not divided are found', async () => {
  const larger: AnalogNetwork = {
    ...chain,
    layers: chain.layers.map((layer) => ({ ...layer, inputs: layer.inputs.map(({ from }) => ({ from, synapses: dense([4, 0, 0, 4]) })) })),
  };
  const balance = lambdas(2, 8, 32);
  const undivided = await examine(checkpointOf({ ...balance, undivided: true }, {}, larger));
  expect(undivided.findings[0]).toMatchObject({
    rule: 'undivided-thresholds',
    message: expect.stringMatching(/^Rates drift from layer to layer \(0\.609, 0\.305, 0\.0371\)/),
  });
  expect((await examine(checkpointOf(balance, {}, larger))).findings).toEqual([]);
});

test('an output that never gets enough is silent, and then faint', async () => {
  const { findings, steps } = await examine(checkpointOf(lambdas(0.5, 1, 1000)));
  expect(steps.at(-1)!.silent).toBe(1);
  expect(findings.map(({ rule }) => rule)).toEqual(['faint-layer', 'silent-output']);
});

test('a readout has no rates and is never silent', async () => {
  const { layers, steps } = await examine(checkpointOf(lambdas(0.5, 1, 1), { output: 'membrane' }));
  expect(layers.at(-1)).toMatchObject({ kind: 'readout', error: 0 });
  expect(layers.at(-1)).not.toHaveProperty('rates');
  expect(steps[0]!.silent).toBe(0);
});

test('samples and layer samples are from the first on', async () => {
  const { data: used, steps, layers } = await examine(checkpointOf(lambdas(0.5, 1, 1)), { steps: 64, samples: 3, layerSamples: 1 });
  expect(used).toMatchObject({ samples: 3, layerSamples: 1 });
  expect(steps.at(-1)!.accuracy).toBe(1);
  expect(layers[0]!.rates!.mean).toBe(0.75);
});

test('tells of samples and progress, and stops', async () => {
  const bus = createEventBus();
  const seen: string[] = [];
  bus.on('progress').subscribe(({ task, done, total }) => seen.push(`${task} ${done}/${total}`));
  bus.on('sample:end').subscribe(({ done, total }) => seen.push(`sample ${done}/${total}`));
  bus.on('run:start').subscribe(({ verb, samples }) => seen.push(`${verb} ${samples}`));
  bus.on('run:end').subscribe(({ results }) => seen.push(`accuracy ${results.accuracy}`));
  await doctor(checkpointOf(lambdas(0.5, 1, 1)), data, {
    registry,
    bus,
    backend: 'cpu',
    options: { samples: 2, layerSamples: 1, steps: 4 },
  });
  await bus.close();
  expect(seen).toEqual([
    'doctor 2',
    'sample 1/2',
    'sample 2/2',
    'measure the ANN 0/2',
    'measure the ANN 2/2',
    'compare layers 0/1',
    'compare layers 1/1',
    'accuracy 1',
  ]);

  const held = tf.memory().numTensors;
  for (const at of ['progress', 'sample:end'] as const) {
    const stopped = createEventBus();
    const stop = new AbortController();
    stopped.on(at).subscribe(() => stop.abort(new Error('enough')));
    const run = doctor(checkpointOf(lambdas(0.5, 1, 1)), data, {
      registry,
      bus: stopped,
      backend: 'cpu',
      signal: stop.signal,
      options: { batch: 1 },
    });
    await expect(run).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(held);
  }
});

test('bad input', async () => {
  const checkpoint = checkpointOf(lambdas(0.5, 1, 1));
  await expect(examine(checkpoint, { steps: 0 })).rejects.toThrow("Option 'steps' of doctor is 0; give a whole number of at least 1.");
  await expect(examine(checkpoint, { step: 1 })).rejects.toThrow("No option 'step' for doctor. Did you mean 'steps'?");
  await expect(examine({ ...checkpoint, model: 'vgg16' })).rejects.toThrow("The checkpoint is of model 'vgg16', not of 'converted'.");
  await expect(examine(checkpoint, {}, { ...data, shape: [1], count: 8 })).rejects.toThrow(
    'The network was trained on samples of shape [2], but those of the data have shape [1].',
  );
  await expect(examine(checkpoint, {}, { ...data, count: 0 })).rejects.toThrow('There is no sample in the data.');
});

test('the ladder of steps, latency and spread', () => {
  expect([1, 2, 3, 10, 120].map(stepLadder)).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 5, 10], [1, 2, 5, 10, 20, 50, 100, 120]]);
  const curve = (...accuracies: number[]) => accuracies.map((accuracy, k) => ({ steps: k + 1, accuracy }));
  expect(latencyOf(curve(0.98, 0.5, 0.97, 0.98), 0.99)).toBe(4);
  expect(latencyOf(curve(0.98, 0.985), 0.99)).toBe(1);
  expect(latencyOf(curve(0.99, 0.97), 0.99)).toBeUndefined();
  expect(spread(Float32Array.of(4, 1, 3, 2))).toEqual({ min: 1, median: 2.5, max: 4 });
  expect(spread(Float32Array.of(10, 9, 1))).toEqual({ min: 1, median: 9, max: 10 });
});
