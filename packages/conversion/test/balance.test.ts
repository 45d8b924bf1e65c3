import { createEventBus, createRegistry, type Events, type LabelledSet, randomStream } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import { openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnalogLayer, AnalogNetwork } from '../src/analog-network.ts';
import { balance } from '../src/balance.ts';
import type { BalanceOptions } from '../src/balance-options.ts';
import type { Balancer } from '../src/balancer.ts';
import { convert } from '../src/convert/convert.ts';
import conversion, { activation, channel, n3ml, spikeNorm } from '../src/index.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import { plainAnalog } from './plain-analog.ts';
import { plainRun } from './plain-run.ts';
import { plainSynapses } from './plain-synapses.ts';
import { randomModel } from './random-model.ts';

const registry = createRegistry().use(encoders);
const code = (expected: string) => expect.objectContaining({ code: expected });

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

function dataFor({ input }: AnalogNetwork, seed: number, count = 7): LabelledSet {
  const random = randomStream(seed, 'data');
  const size = input.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: count * size }, () => random.uniform());
  return { count, shape: input, values, labels: new Uint8Array(count) };
}

/** A random network whose layers all respond, samples for it, and its activations by loops. */
function example(seed: number) {
  const model = randomModel(randomStream(seed, 'balance'), { square: true });
  const network = readModel(model);
  model.dispose();
  const data = dataFor(network, seed);
  const size = data.values.length / data.count;
  const activations = Array.from({ length: data.count }, (_, k) => plainAnalog(network, data.values.subarray(k * size, (k + 1) * size)));
  return { network, data, activations };
}

const run = (network: AnalogNetwork, data: LabelledSet, balancer: Balancer, options: Partial<BalanceOptions> = {}) =>
  balance(network, data, balancer, { registry, bus: createEventBus(), batch: 3, ...options });

/** Weights of a network with one layer of two units, of which the first is three times the input, and an output. */
function twoUnits(second: number, output: readonly number[], bias = [0, 0]): AnalogNetwork {
  return {
    input: [1],
    layers: [
      {
        name: 'hidden',
        kind: 'relu',
        shape: [2],
        inputs: [{ from: 'input', synapses: { op: 'dense', weights: Float32Array.of(3, second) } }],
      },
      {
        name: 'out',
        kind: 'output',
        shape: [2],
        inputs: [{ from: 'hidden', synapses: { op: 'dense', weights: Float32Array.from(output) } }],
        bias: Float32Array.from(bias),
      },
    ],
  };
}
const half: LabelledSet = { count: 2, shape: [1], values: Float32Array.of(0.5, 0.25), labels: new Uint8Array(2) };

describe('activation', () => {
  test('finds the largest activation of every layer, whatever the batch', async () => {
    let checked = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { network, data, activations } = example(seed);
      const largest = (name: string) => Math.max(...activations.map((sample) => sample.get(name)!.reduce((a, b) => Math.max(a, b), 0)));
      const layers = network.layers.filter(({ kind }) => kind !== 'max-pool');
      if (layers.some(({ name }) => largest(name) === 0)) continue;
      const { lambdas, largestInput } = await run(network, data, activation());
      const whole = await run(network, data, activation(), { batch: 100 });
      for (const { name } of layers) {
        expect(lambdas[name]!.length).toBe(1);
        expect(lambdas[name]![0]! / largest(name)).toBeCloseTo(1, 5);
        expect(whole.lambdas[name]![0]! / lambdas[name]![0]!).toBeCloseTo(1, 5);
      }
      expect(largestInput).toBe(Math.max(...data.values));
      checked++;
    }
    expect(checked).toBeGreaterThan(15);
  });

  test('takes a percentile of the positive activations where one is asked for', async () => {
    const { lambdas } = await run(twoUnits(-1, [1, 0, 0, 1]), half, activation({ percentile: 50 }));
    expect(lambdas).toEqual({ hidden: Float32Array.of(1.125), out: Float32Array.of(1.125) });
  });

  test('measures an output that is never positive by its size', async () => {
    const { lambdas } = await run(twoUnits(0, [-1, -2, 0, 0]), half, activation());
    expect(lambdas.out).toEqual(Float32Array.of(3));
  });

  test('names a layer that never responds, or not with numbers', async () => {
    const dead = twoUnits(-1, [1, 0, 0, 1]);
    const zero: LabelledSet = { ...half, values: new Float32Array(2) };
    await expect(run(dead, zero, activation())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Layer 'hidden' never responds to the samples that it is balanced on, so no spike can stand for its activation. Balance on more samples, or train the network again: its units are dead. [N3ML_DEAD_LAYER]]`,
    );
    const endless = twoUnits(3e38, [1, 0, 3, 1]);
    await expect(run(endless, { ...half, values: Float32Array.of(9, 9) }, activation())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The activations of layer 'hidden' reach Infinity. Train the network again, with a lower learning rate. [N3ML_DEAD_LAYER]]`,
    );
  });
});

describe('channel', () => {
  test('has a lambda for each channel; a dead one gets that of the layer, a weak one the floor', async () => {
    const lambdas = async (second: number, floor?: number) =>
      (await run(twoUnits(second, [1, 0, 0, 1]), half, channel(floor === undefined ? {} : { floor }))).lambdas.hidden;
    expect(await lambdas(1)).toEqual(Float32Array.of(1.5, 0.5));
    expect(await lambdas(-1)).toEqual(Float32Array.of(1.5, 1.5));
    expect(await lambdas(0.003)).toEqual(Float32Array.of(1.5, 0.015));
    expect(await lambdas(0.003, 0.5)).toEqual(Float32Array.of(1.5, 0.75));
  });

  test('is never above the lambda of the layer, and one of them reaches it; the output has one', async () => {
    const { network, data } = example(3);
    const [byLayer, byChannel] = [await run(network, data, activation()), await run(network, data, channel())];
    for (const { name, kind, shape } of network.layers) {
      if (kind === 'max-pool') continue;
      expect(byChannel.lambdas[name]!.length).toBe(kind === 'output' ? 1 : shape.at(-1));
      expect(Math.max(...byChannel.lambdas[name]!)).toBe(byLayer.lambdas[name]![0]);
    }
  });
});

describe('spike-norm', () => {
  test.each(['bernoulli', 'current'] as const)(
    'is the largest weighted input of each layer, by loops over a run (%s)',
    async (encoding) => {
      const steps = 12;
      const { network, data, activations } = example(5);
      expect(activations.length).toBe(data.count);
      const { lambdas, largestInput } = await run(network, data, spikeNorm({ steps }), { encoding, seed: 4, resetBy: 'zero' });
      // With all lambdas set, one run of the whole network shows the weighted input of every layer.
      const spiking = convert(network, { lambdas, largestInput: largestInput! }, { encoding, resetBy: 'zero' });
      const size = data.values.length / data.count;
      const values = (k: number) => data.values.slice(k * size, (k + 1) * size) as Float32Array;
      const stimulus = new Stimulus(spiking, { registry, steps, seed: 4, values });
      const shapes = new Map([['input', network.input], ...network.layers.map(({ name, shape }) => [name, shape] as const)]);
      const largest = new Map<string, number>();
      for (let k = 0; k < data.count; k++) {
        const { spikes } = plainRun(spiking, stimulus.of(k), values(k), steps);
        for (const layer of network.layers) {
          if (layer.kind === 'max-pool') continue;
          for (let t = 0; t < steps; t++) {
            const parts = layer.inputs.map(({ from, synapses }) => {
              let source = from;
              for (let each = network.layers.find(({ name }) => name === from); each?.kind === 'max-pool'; ) {
                source = each.inputs[0]!.from;
                each = network.layers.find(({ name }) => name === source);
              }
              const lambda = source === 'input' ? Float32Array.of(1) : lambdas[source]!;
              const given = from === 'input' && encoding === 'current' ? values(k) : spikes[from]![t]!;
              const worth = Float64Array.from(given, (value, i) => value * lambda[i % lambda.length]!);
              return plainSynapses(synapses, worth, shapes.get(from)!, layer.shape);
            });
            for (let j = 0; j < parts[0]!.length; j++) {
              const input = parts.reduce((sum, part) => sum + part[j]!, layer.bias?.[j % layer.bias.length] ?? 0);
              largest.set(layer.name, Math.max(largest.get(layer.name) ?? 0, input));
            }
          }
        }
      }
      for (const [name, value] of largest) expect(lambdas[name]![0]! / value, name).toBeCloseTo(1, 3);
    },
  );

  test('its scale acts, on the layers that follow too; fewer batches see fewer samples', async () => {
    const { network, data } = example(5);
    const first = network.layers.find(({ kind }) => kind !== 'max-pool')!.name;
    const lambdas = async (options: object) => (await run(network, data, spikeNorm({ steps: 6, ...options }))).lambdas;
    const [plain, halved, one] = [await lambdas({}), await lambdas({ scale: 0.5 }), await lambdas({ batches: 1 })];
    expect(halved[first]![0]).toBe(plain[first]![0]! / 2);
    expect(one[first]![0]).toBeLessThanOrEqual(plain[first]![0]!);
    const three = await run(network, { ...data, count: 3 }, spikeNorm({ steps: 6 }));
    expect(one).toEqual(three.lambdas);
  });

  test('follows the scale of a network, however small its activations are', async () => {
    const { network, data } = example(5);
    const shrunk = (layer: AnalogLayer): AnalogLayer => ({
      ...layer,
      inputs: layer.inputs.map(({ from, synapses }) => ({
        from,
        synapses:
          from === 'input' && 'weights' in synapses ? { ...synapses, weights: synapses.weights.map((w) => w * 2 ** -12) } : synapses,
      })),
      ...(layer.bias && { bias: layer.bias.map((b) => b * 2 ** -12) }),
    });
    const [plain, small] = [
      await run(network, data, spikeNorm({ steps: 6 })),
      await run({ ...network, layers: network.layers.map(shrunk) }, data, spikeNorm({ steps: 6 })),
    ];
    for (const [name, lambda] of Object.entries(small.lambdas))
      expect((lambda[0]! * 2 ** 12) / plain.lambdas[name]![0]!, name).toBeCloseTo(1, 3);
  });

  test('tells of each layer and stops where it is asked to', async () => {
    const { network, data } = example(5);
    const bus = createEventBus();
    const events: Events['progress'][] = [];
    const stop = new AbortController();
    bus.on('progress').subscribe((event) => {
      events.push(event);
      if (event.done === 1) stop.abort(new Error('enough'));
    });
    await expect(run(network, data, spikeNorm({ steps: 4 }), { bus, signal: stop.signal })).rejects.toThrow('enough');
    const total = network.layers.filter(({ kind }) => kind !== 'max-pool').length;
    expect(events.map(({ task, done, unit }) => [task, done, unit])).toEqual([
      ['balance', 0, 'layers'],
      ['balance', 1, 'layers'],
    ]);
    expect(events[0]!.total).toBe(total);
  });
});

test('n3ml is activation without the division', async () => {
  const { network, data } = example(3);
  const found = await run(network, data, n3ml());
  expect(found).toEqual({ ...(await run(network, data, activation())), undivided: true });
});

describe('balance', () => {
  test('leaves no tensor behind, also where it fails', async () => {
    const { network, data } = example(5);
    const before = tf.memory().numTensors;
    await run(network, data, activation());
    await run(network, data, spikeNorm({ steps: 2 }));
    const failing: Balancer = {
      balance: (context) =>
        context
          .activations(() => {
            throw new Error('no');
          })
          .then(() => ({ lambdas: {} })),
    };
    await expect(run(network, data, failing)).rejects.toThrow('no');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('names what is wrong with the samples and the options', async () => {
    const network = twoUnits(1, [1, 0, 0, 1]);
    await expect(run(network, { ...half, count: 0 }, activation())).rejects.toThrow(code('N3ML_EMPTY_DATASET'));
    await expect(run(network, { ...half, shape: [2] }, activation())).rejects.toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The network takes samples of shape [1], but those of the data have shape [2]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]]`,
    );
    await expect(
      run(network, { ...half, values: Float32Array.of(1, Number.NaN) }, activation()),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The samples to balance on hold NaN; every value has to be finite. [N3ML_BAD_VALUE]]`,
    );
    await expect(run(network, half, activation(), { samples: 0 })).rejects.toThrow(code('N3ML_BAD_OPTION'));
    await expect(run(network, half, activation(), { batch: 1.5 })).rejects.toThrow(code('N3ML_BAD_OPTION'));
    await expect(run(network, half, spikeNorm(), { initialPotential: 1 })).rejects.toThrow(code('N3ML_BAD_OPTION'));
  });

  test('checks what a balancer of others gives', async () => {
    const network = twoUnits(1, [1, 0, 0, 1]);
    const giving = (lambdas: Record<string, Float32Array>): Balancer => ({ balance: async () => ({ lambdas }) });
    await expect(run(network, half, giving({ hidden: Float32Array.of(1) }))).rejects.toThrow(code('N3ML_BAD_LAMBDA'));
    await expect(run(network, half, giving({ hidden: Float32Array.of(1), out: Float32Array.of(0) }))).rejects.toThrow(
      code('N3ML_DEAD_LAYER'),
    );
  });
});

test('the balancers are there by their names', () => {
  const known = createRegistry().use(conversion);
  expect(known.names('balancer')).toEqual(['activation', 'channel', 'n3ml', 'spike-norm']);
  expect(() => known.create('balancer', 'activation', { percentile: 101 })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Option 'percentile' of balancer 'activation' is 101; give a finite number from 50 to 100. [N3ML_BAD_OPTION]]`,
  );
});
