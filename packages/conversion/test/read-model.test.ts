import { randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { forward } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { randomModel } from './random-model.ts';

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
        expect(difference(actual, expected)).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });
});
