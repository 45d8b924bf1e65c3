import { type RandomStream, randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import { expect, it } from 'vitest';
import { type Convolution, plainConvolution } from './plain-convolution.ts';

/** Weights of a converted network in units of its grid, which has 16 bits. */
const weights = (random: RandomStream, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.integer(2 ** 17) - 2 ** 16);
const spikes = (random: RandomStream, count: number): Float32Array => Float32Array.from({ length: count }, () => random.integer(2));

const conv: Convolution = {
  ...{ batch: 2, height: 9, width: 8, channels: 7, filters: 5, filterHeight: 3, filterWidth: 3, strideHeight: 1, strideWidth: 1 },
  ...{ top: 0, bottom: 0, left: 0, right: 0 },
};
const outputs = 2 * 7 * 6;

/** A converted network relies on this: sums of whole numbers below 2^24 are exact in float32, in whatever order they are added. */
export function testExactSums(): void {
  it('adds the weights of spikes exactly: matMul', () => {
    const random = randomStream('exact', 'dense');
    const [batch, inputs, units] = [3, 200, 17];
    const [x, w] = [spikes(random, batch * inputs), weights(random, inputs * units)];
    const expected = Float32Array.from({ length: batch * units }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[Math.floor(k / units) * inputs + i]! * w[i * units + (k % units)]!;
      return sum;
    });
    expect(tf.tidy(() => tf.matMul(tf.tensor2d(x, [batch, inputs]), tf.tensor2d(w, [inputs, units])).dataSync())).toEqual(expected);
  });

  it('adds the weights of spikes exactly: conv2d', () => {
    const random = randomStream('exact', 'conv2d');
    const [x, w] = [spikes(random, 2 * 9 * 8 * 7), weights(random, 9 * 7 * 5)];
    const { y } = plainConvolution(conv, x, w, new Float32Array(outputs * 5));
    const actual = tf.tidy(() => tf.conv2d(tf.tensor4d(x, [2, 9, 8, 7]), tf.tensor4d(w, [3, 3, 7, 5]), 1, 'valid').dataSync());
    expect(actual).toEqual(Float32Array.from(y));
  });

  it('adds the weights of spikes exactly: depthwiseConv2d', () => {
    const random = randomStream('exact', 'depthwise');
    const [x, w] = [spikes(random, 2 * 9 * 8 * 7), weights(random, 9 * 7)];
    const actual = tf.tidy(() => tf.depthwiseConv2d(tf.tensor4d(x, [2, 9, 8, 7]), tf.tensor4d(w, [3, 3, 7, 1]), 1, 'valid').dataSync());
    for (let c = 0; c < 7; c++) {
      const ofChannel = (_: number, k: number): boolean => k % 7 === c;
      const own = { ...conv, channels: 1, filters: 1 };
      const { y } = plainConvolution(own, x.filter(ofChannel), w.filter(ofChannel), new Float32Array(outputs));
      expect(actual.filter(ofChannel), `channel ${c}`).toEqual(Float32Array.from(y));
    }
  });

  it('advances integrate-and-fire neurons exactly', () => {
    const random = randomStream('exact', 'neurons');
    const size = 33;
    const expected = new Float32Array(size);
    const fired = new Float32Array(size);
    let [v, counts] = [tf.zeros([size]), tf.zeros([size])];
    for (let step = 0; step < 40; step++) {
      const input = Float32Array.from({ length: size }, () => (random.integer(2 ** 17) - 2 ** 15) / 2 ** 16);
      for (const [k, value] of input.entries()) {
        expected[k]! += value;
        if (expected[k]! < 1) continue;
        expected[k]!--;
        fired[k]!++;
      }
      const after = tf.tidy(() => {
        const charged = tf.add(v, tf.tensor1d(input));
        const spiked = tf.cast(tf.greaterEqual(charged, 1), 'float32');
        return [tf.sub(charged, spiked), tf.add(counts, spiked)] as const;
      });
      tf.dispose([v, counts]);
      [v, counts] = after;
    }
    expect([v.dataSync(), counts.dataSync()]).toEqual([expected, fired]);
    tf.dispose([v, counts]);
  });

  it('takes the highest spike count under a window that is padded with -Infinity', () => {
    const counts = Float32Array.of(3, 1, 0, 2, 7, 5, 0, 0, 4);
    const border: [number, number] = [1, 0];
    const highest = tf.tidy(() =>
      tf
        .maxPool(tf.pad(tf.tensor4d(counts, [1, 3, 3, 1]), [[0, 0], border, border, [0, 0]], Number.NEGATIVE_INFINITY), 2, 2, 'valid')
        .dataSync(),
    );
    expect(highest).toEqual(Float32Array.of(3, 1, 2, 7));
  });
}
