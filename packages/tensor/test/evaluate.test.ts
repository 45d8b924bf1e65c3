import { createEventBus } from '@n3ml/core';
import { evaluate, openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchGradients } from '../src/training/batch-gradients.ts';
import { scoreLogits } from '../src/training/score-logits.ts';
import { clouds, denseModel } from './tiny-model.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: { code?: unknown }) => error.code,
  );

describe('scoreLogits', () => {
  it('is the softmax cross-entropy and the argmax', () => {
    const logits = Float32Array.of(1, 2, 0.5, -3, 0, 4);
    const probability = (row: readonly number[], label: number): number =>
      Math.exp(row[label]!) / row.reduce((sum, value) => sum + Math.exp(value), 0);
    const { loss, right } = scoreLogits(logits, Uint8Array.of(0, 2), 3);
    expect(loss).toBeCloseTo(-Math.log(probability([1, 2, 0.5], 0)) - Math.log(probability([-3, 0, 4], 2)), 10);
    expect(right).toBe(1);
  });

  it('stands logits of any size, and shows NaN', () => {
    expect(scoreLogits(Float32Array.of(1e30, -1e30), Uint8Array.of(0), 2)).toEqual({ loss: 0, right: 1 });
    for (const logits of [
      [Number.NaN, 0],
      [0, Number.NaN],
    ]) {
      expect(scoreLogits(Float32Array.from(logits), Uint8Array.of(0), 2).loss).toBeNaN();
    }
  });
});

describe('batchGradients', () => {
  it('are those of the mean of that loss, and of what regularizers add', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ name: 'out', units: 3, useBias: false, inputShape: [6], kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }) }),
      ],
    });
    const data = clouds(5);
    const variable = model.trainableWeights[0]!.read() as tf.Variable;
    const loss = (): number => {
      const logits = tf.tidy(() => (model.apply(tf.tensor(data.values, [5, 6])) as tf.Tensor).dataSync() as Float32Array);
      const square = Float32Array.from(variable.dataSync()).reduce((sum, value) => sum + value * value, 0);
      return scoreLogits(logits, data.labels, 3).loss / 5 + 0.1 * square;
    };
    const x = tf.tensor(data.values, [5, 6]);
    const { gradients } = batchGradients(model, new Map([['out/kernel', variable]]), x, data.labels);
    const gradient = gradients.get('out/kernel')!.dataSync();
    const values = Float32Array.from(variable.dataSync());
    for (let k = 0; k < values.length; k++) {
      const at = (shift: number): number => {
        const moved = values.slice();
        moved[k]! += shift;
        tf.tidy(() => variable.assign(tf.tensor(moved, [6, 3])));
        return loss();
      };
      expect(gradient[k]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 2);
    }
  });
});

describe('evaluate', () => {
  it('gives the same figures for any batch size, over every sample', async () => {
    const model = denseModel();
    const data = clouds(53);
    const whole = await evaluate(model, data, { batchSize: 53 });
    expect(whole).toMatchObject({ samples: 53, finished: true });
    for (const batchSize of [1, 10, 52, 1000]) {
      const figures = await evaluate(model, data, { batchSize });
      expect(figures.accuracy).toBe(whole.accuracy);
      expect(figures.loss).toBeCloseTo(whole.loss, 5);
    }
  });

  it('tells how far it is, stops when it is told to, and leaks nothing', async () => {
    const model = denseModel();
    const bus = createEventBus();
    const stop = new AbortController();
    const done: number[] = [];
    bus.on('progress').subscribe((event) => {
      done.push(event.done);
      if (event.done === 20) stop.abort();
    });
    const before = tf.memory().numTensors;
    const figures = await evaluate(model, clouds(53), { batchSize: 10, bus, signal: stop.signal });
    expect(done).toEqual([10, 20]);
    expect(figures).toMatchObject({ samples: 20, finished: false });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('normalizes as it is told', async () => {
    const model = denseModel();
    const data = clouds(30);
    const doubled = { ...data, values: Float32Array.from(data.values, (value) => 2 * value) };
    const normalize = (image: Float32Array, _: readonly number[], out: Float32Array): void => out.set(image.map((value) => value / 2));
    expect(await evaluate(model, doubled, { normalize })).toEqual(await evaluate(model, data));
  });

  it('says what it can not take', async () => {
    expect(await codeOf(evaluate(denseModel(), clouds(3), { batchSize: 0 }))).toBe('N3ML_BAD_RANGE');
    expect(await codeOf(evaluate(denseModel(), { ...clouds(3), shape: [3, 2] }))).toBe('N3ML_SHAPE_MISMATCH');
  });
});
