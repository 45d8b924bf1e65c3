import { randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { forward } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { randomizeWeights, randomModel } from './random-model.ts';

const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((size, value) => Math.max(size, Math.abs(value)), 0);

/**
 * The outputs of the model and of the network that was read from it, and the largest difference between them, relative to the largest activation on the
 * way: where large terms cancel in the output, what is left of them has the rounding errors of the terms.
 */
function outputs(model: tf.LayersModel, seed: number) {
  const network = readModel(model);
  const batch = tf.randomNormal([3, ...network.input], 0, 1, 'float32', seed);
  const expected = model.predict(batch) as tf.Tensor;
  const ann = forward(network);
  const activations = ann.run(batch);
  const last = [...activations.values()].at(-1)!;
  const values = { actual: last.dataSync().slice(), expected: expected.dataSync().slice() };
  expect(last.shape).toEqual(expected.shape);
  const size = Math.max(...[...activations.values()].map((activation) => largest(activation.dataSync())));
  const difference = largest(values.actual.map((value, k) => value - values.expected[k]!)) / (size || 1);
  tf.dispose([batch, expected, ...activations.values()]);
  ann.dispose();
  return { ...values, difference };
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
        const { difference } = outputs(model, seed);
        model.dispose();
        expect(difference).toBeLessThan(1e-5);
      }),
      // In the example a sum of terms up to 6 cancels to 0.008.
      { numRuns: 60, examples: [[627707225]] },
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
    expect(outputs(model, 1).difference).toBeLessThan(1e-5);

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
