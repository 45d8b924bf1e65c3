import { randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { forward } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { randomizeWeights, randomModel } from './random-model.ts';

/** The largest difference between two rows of numbers, by the size of the larger ones in them. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let size = 1e-6;
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    size = Math.max(size, Math.abs(expected[k]!));
    worst = Math.max(worst, Math.abs(actual[k]! - expected[k]!));
  }
  return actual.length === expected.length ? worst / size : Number.NaN;
}

/** The output of the model, and of the network that was read from it. */
function outputs(model: tf.LayersModel, seed: number) {
  const network = readModel(model);
  const batch = tf.randomNormal([3, ...network.input], 0, 1, 'float32', seed);
  const expected = model.predict(batch) as tf.Tensor;
  const ann = forward(network);
  const activations = ann.run(batch);
  const actual = [...activations.values()].at(-1)!;
  const values = { actual: actual.dataSync().slice(), expected: expected.dataSync().slice(), network };
  tf.dispose([batch, expected, ...activations.values()]);
  ann.dispose();
  return values;
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(async () => {
    await openBackend({ backend });
  });

  test('a random model and the network that is read from it give the same outputs', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        // With 'same' padding and a window that is no square TensorFlow's wasm backend differs from its others.
        const model = randomModel(randomStream(seed, 'model'), { square: backend === 'wasm' });
        const { actual, expected } = outputs(model, seed);
        model.dispose();
        expect(difference(actual, expected)).toBeLessThan(1e-4);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is read', () => {
  const { layers } = tf;
  const apply = (layer: tf.layers.Layer, ...inputs: tf.SymbolicTensor[]) =>
    layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.SymbolicTensor;
  /** Layers as `name kind <- input:op + ..`. */
  const outline = (model: tf.LayersModel) =>
    readModel(model).layers.map(
      ({ name, kind, inputs, bias }) =>
        `${name} ${kind} <- ${inputs.map(({ from, synapses: { op } }) => `${from}:${op}`).join(' + ')}${bias ? ' + bias' : ''}`,
    );

  test('of a residual network: a junction has all that its branches add up', () => {
    const input = tf.input({ shape: [8, 8, 3] });
    const conv = (name: string, filters: number, options: object = {}) =>
      layers.conv2d({ name, filters, kernelSize: 3, padding: 'same', useBias: false, ...options });
    let x = apply(layers.reLU({ name: 'relu0' }), apply(layers.batchNormalization({ name: 'bn0' }), apply(conv('stem', 4), input)));
    x = apply(layers.add({ name: 'join1' }), x, apply(conv('b', 4), apply(conv('a', 4, { activation: 'relu' }), x)));
    x = apply(layers.reLU({ name: 'relu1' }), x);
    const branch = apply(
      layers.batchNormalization({ name: 'bn2' }),
      apply(conv('d', 6), apply(conv('c', 6, { strides: 2, activation: 'relu' }), x)),
    );
    const shortcut = apply(layers.conv2d({ name: 'short', filters: 6, kernelSize: 1, strides: 2, useBias: true }), x);
    x = apply(layers.activation({ name: 'relu2', activation: 'relu' }), apply(layers.add({ name: 'join2' }), shortcut, branch));
    x = apply(layers.dropout({ name: 'drop', rate: 0.5 }), apply(layers.globalAveragePooling2d({ name: 'pool' }), x));
    x = apply(layers.softmax({ name: 'softmax' }), apply(layers.dense({ name: 'out', units: 10 }), x));
    const model = tf.model({ inputs: input, outputs: x });
    expect(outline(model)).toEqual([
      'stem relu <- input:conv2d + bias',
      'a relu <- stem:conv2d',
      'join1 relu <- stem:identity + a:conv2d',
      'c relu <- join1:conv2d',
      'join2 relu <- join1:conv2d + c:conv2d + bias',
      'pool relu <- join2:average-pool',
      'out output <- pool:dense + bias',
    ]);
    model.dispose();
  });

  test('of nested models: the names tell where a layer stands', () => {
    const first = tf.sequential({
      name: 'features',
      layers: [layers.conv2d({ name: 'conv', filters: 2, kernelSize: 3, inputShape: [6, 6, 1] })],
    });
    first.add(layers.reLU({ name: 'relu' }));
    const inner = tf.input({ shape: [32] });
    const head = tf.model({
      name: 'head',
      inputs: inner,
      outputs: apply(layers.dense({ name: 'dense', units: 4, activation: 'relu' }), inner),
    });
    const model = tf.sequential({ layers: [first, layers.flatten(), head, layers.dense({ name: 'out', units: 2 })] });
    expect(outline(model)).toEqual([
      'features/conv relu <- input:conv2d + bias',
      'head/dense relu <- features/conv:dense + bias',
      'out output <- head/dense:dense + bias',
    ]);
    randomizeWeights(model, randomStream(1, 'nested'));
    const { actual, expected } = outputs(model, 1);
    expect(difference(actual, expected)).toBeLessThan(1e-4);

    const input = tf.input({ shape: [6, 6, 1] });
    const calling = tf.model({
      inputs: input,
      outputs: apply(layers.dense({ name: 'end', units: 2 }), apply(layers.flatten(), apply(first, input))),
    });
    expect(outline(calling)).toEqual(['features/conv relu <- input:conv2d + bias', 'end output <- features/conv:dense + bias']);
  });

  test('softmax at the end is left out, and the order of the classes stays', () => {
    const model = tf.sequential({ layers: [layers.dense({ name: 'out', units: 5, activation: 'softmax', inputShape: [3] })] });
    randomizeWeights(model, randomStream(2, 'softmax'));
    const { actual, expected } = outputs(model, 2);
    const order = (values: ArrayLike<number>) => [0, 1, 2, 3, 4].sort((a, b) => values[a]! - values[b]!);
    expect(order(actual)).toEqual(order(expected));
  });

  test('is all that counts: the network outlives the model', () => {
    const model = randomModel(randomStream(9, 'model'), { square: true });
    const network = readModel(model);
    const before = tf.memory().numTensors;
    const copy = structuredClone(network);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    expect(network).toEqual(copy);
  });
});
