import { openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { dropoutMask } from '../src/training/dropout-mask.ts';
import { SeededDropout } from '../src/training/seeded-dropout.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

describe('dropoutMask', () => {
  it.each([0.1, 0.2, 0.5, 0.8])('drops the share %f, everywhere alike, and keeps the mean', (rate) => {
    const length = 200_000;
    const mask = dropoutMask(length, rate, 1, 'dropout', 0, 5);
    expect(new Set(mask).size).toBe(2);
    const deviation = Math.sqrt((rate * (1 - rate)) / length);
    const share = (start: number, step: number, count: number): number => {
      let dropped = 0;
      for (let k = 0; k < count; k++) if (mask[start + step * k] === 0) dropped++;
      return dropped / count;
    };
    expect(Math.abs(share(0, 1, length) - rate)).toBeLessThan(5 * deviation);
    // Both halves of a hash, and places a power of two apart.
    for (const step of [2, 64, 1024]) {
      const count = Math.floor(length / step);
      const tolerance = 5 * Math.sqrt((rate * (1 - rate)) / count);
      expect(Math.abs(share(0, step, count) - rate)).toBeLessThan(tolerance);
      expect(Math.abs(share(1, step, count) - rate)).toBeLessThan(tolerance);
    }
    const mean = mask.reduce((sum, value) => sum + value, 0) / length;
    expect(Math.abs(mean - 1)).toBeLessThan((5 * deviation) / (1 - rate));
  });

  it('has independent neighbours and independent steps', () => {
    const length = 100_000;
    const [mask, next] = [dropoutMask(length, 0.5, 1, 'dropout', 0, 5), dropoutMask(length, 0.5, 1, 'dropout', 0, 6)];
    const agreement = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, k) => sum + (value === b[k] ? 1 : 0), 0) / a.length;
    for (const lag of [1, 2, 3, 12, 64, 128]) {
      expect(Math.abs(agreement(mask.subarray(0, length - lag), mask.subarray(lag)) - 0.5)).toBeLessThan(0.008);
    }
    expect(Math.abs(agreement(mask, next) - 0.5)).toBeLessThan(0.008);
  });

  it('takes odd lengths and rate 0', () => {
    expect([...dropoutMask(3, 0, 1)]).toEqual([1, 1, 1]);
    expect(dropoutMask(0, 0.5, 1).length).toBe(0);
  });
});

describe('SeededDropout', () => {
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.dropout({ name: 'first', rate: 0.5, inputShape: [400] }),
        tf.sequential({ layers: [tf.layers.dropout({ name: 'inner', rate: 0.5, inputShape: [400] })] }),
      ],
    });
  const run = (net: tf.LayersModel, training: boolean): string =>
    tf.tidy(() => String((net.apply(tf.ones([2, 400]), { training }) as tf.Tensor).dataSync()));

  it('draws the same masks for one seed and step, others for another, in nested models too', () => {
    const net = model();
    const dropout = new SeededDropout(net, 3);
    const first = run(net, true);
    expect(run(net, true)).toBe(first);
    dropout.step = 1;
    const second = run(net, true);
    expect(second).not.toBe(first);
    dropout.step = 0;
    expect(run(net, true)).toBe(first);
    dropout.release();
    const other = new SeededDropout(net, 4);
    expect(run(net, true)).not.toBe(first);
    other.release();
    // Two layers with independent masks: a quarter survives, four times as large.
    const survivors = first
      .split(',')
      .map(Number)
      .filter((value) => value > 0);
    expect(new Set(survivors)).toEqual(new Set([4]));
    expect(Math.abs(survivors.length / 800 - 0.25)).toBeLessThan(0.08);
  });

  it('changes nothing outside of training, and gives the layers back', () => {
    const net = model();
    const dropout = new SeededDropout(net, 3);
    expect(new Set(run(net, false).split(','))).toEqual(new Set(['1']));
    const seeded = run(net, true);
    dropout.release();
    expect(run(net, true)).not.toBe(seeded);
    expect(run(net, true)).not.toBe(run(net, true));
  });

  it('keeps one mask over the axes of a noise shape that are 1', () => {
    const net = tf.sequential({ layers: [tf.layers.dropout({ rate: 0.5, noiseShape: [1, 400], inputShape: [400] })] });
    const dropout = new SeededDropout(net, 3);
    const values = run(net, true).split(',');
    expect(values.slice(0, 400)).toEqual(values.slice(400));
    expect(new Set(values).size).toBe(2);
    dropout.release();
  });
});
