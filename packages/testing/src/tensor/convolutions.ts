import { randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { it } from 'vitest';
import { expectClose } from './expect-close.ts';
import { type Convolution, outHeight, outWidth, plainConvolution } from './plain-convolution.ts';

const side = fc.integer({ min: 1, max: 9 });
const channels = fc.integer({ min: 1, max: 9 });
const taps = fc.integer({ min: 1, max: 4 });
const stride = fc.integer({ min: 1, max: 3 });

/** Convolutions of any shape that have an output. */
const convolutions = (explicitPadding: boolean): fc.Arbitrary<Convolution> => {
  const padding = fc.integer({ min: 0, max: explicitPadding ? 3 : 0 });
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      height: side,
      width: side,
      channels,
      filters: channels,
      filterHeight: taps,
      filterWidth: taps,
      strideHeight: stride,
      strideWidth: stride,
      top: padding,
      bottom: padding,
      left: padding,
      right: padding,
    })
    .filter((conv) => outHeight(conv) > 0 && outWidth(conv) > 0);
};

const uniform = (shape: number[], name: string): Float32Array => {
  const random = randomStream(1, name);
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2 * random.uniform() - 1);
};

/** Convolutions against their definition, by loops in doubles. */
export function testConvolutions(explicitPadding: boolean): void {
  it('gives the output and the gradients of a convolution by its definition, for any stride and padding', () => {
    fc.assert(
      fc.property(convolutions(explicitPadding), (conv) => {
        const { batch, height, width, channels, filters, filterHeight, filterWidth, top, bottom, left, right } = conv;
        const xShape: [number, number, number, number] = [batch, height, width, channels];
        const wShape: [number, number, number, number] = [filterHeight, filterWidth, channels, filters];
        const yShape: [number, number, number, number] = [batch, outHeight(conv), outWidth(conv), filters];
        const [x, w, dy] = [uniform(xShape, 'x'), uniform(wShape, 'w'), uniform(yShape, 'dy')];
        const expected = plainConvolution(conv, x, w, dy);
        tf.tidy(() => {
          const padding: tf.backend_util.ExplicitPadding | 'valid' = explicitPadding
            ? [
                [0, 0],
                [top, bottom],
                [left, right],
                [0, 0],
              ]
            : 'valid';
          const convolve = (a: tf.Tensor, b: tf.Tensor) =>
            tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [conv.strideHeight, conv.strideWidth], padding);
          const { value, grads } = tf.valueAndGrads(convolve)([tf.tensor(x, xShape), tf.tensor(w, wShape)], tf.tensor(dy, yShape));
          expectClose(value.dataSync(), expected.y, 1e-5);
          expectClose(grads[0]!.dataSync(), expected.dx, 1e-5);
          expectClose(grads[1]!.dataSync(), expected.dw, 1e-5);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('goes back through a convolution with thousands of windows', () => {
    const conv = { batch: 5, height: 40, width: 40, channels: 5, filters: 3, filterHeight: 5, filterWidth: 5 };
    const whole: Convolution = { ...conv, strideHeight: 1, strideWidth: 1, top: 0, bottom: 0, left: 0, right: 0 };
    const [x, w, dy] = [uniform([5, 40, 40, 5], 'x'), uniform([5, 5, 5, 3], 'w'), uniform([5, 36, 36, 3], 'dy')];
    const { dx } = plainConvolution(whole, x, w, dy);
    tf.tidy(() => {
      const gradient = tf.grad((input: tf.Tensor) => tf.conv2d(input as tf.Tensor4D, tf.tensor4d(w, [5, 5, 5, 3]), 1, 'valid'));
      expectClose(gradient(tf.tensor(x, [5, 40, 40, 5]), tf.tensor(dy, [5, 36, 36, 3])).dataSync(), dx, 1e-5);
    });
  });
}
