import { type AvgPoolGradAttrs, backend_util, type MaxPoolGradAttrs, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { eachWindow } from './each-window.ts';
import type { Kernel } from './kernel.ts';

/**
 * Gradient of average pooling: each output pixel gives equal shares to the pixels of its window.
 *
 * The stock kernels of cpu and wasm divide by the size of the window also where part of it is padding, which their forward kernels leave out of
 * the mean; and that of wasm is slow.
 */
export const avgPoolGrad: Kernel<{ dy: Tensor4D; input: Tensor4D }, AvgPoolGradAttrs> = ({ inputs, attrs }) => {
  const { shape, size } = inputs.input;
  const pool = backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
  const { inChannels: channels, inWidth } = pool;
  const dy = inputs.dy.dataSync<'float32'>();
  const dx = new Float32Array(size);
  eachWindow(pool, ({ top, bottom, left, right }, image, output) => {
    const share = 1 / ((bottom - top) * (right - left));
    const from = output * channels;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const to = (image + row * inWidth + column) * channels;
        for (let c = 0; c < channels; c++) dx[to + c]! += dy[from + c]! * share;
      }
    }
  });
  return tensor(dx, shape);
};

/**
 * Gradient of max pooling: each output pixel gives all to the largest pixel of its window, of equal ones to the first.
 *
 * The stock kernel of wasm gives to another pixel where the largest is negative.
 */
export const maxPoolGrad: Kernel<{ dy: Tensor4D; input: Tensor4D }, MaxPoolGradAttrs> = ({ inputs, attrs }) => {
  const { shape, size } = inputs.input;
  const pool = backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
  const { inChannels: channels, inWidth } = pool;
  const x = inputs.input.dataSync<'float32'>();
  const dy = inputs.dy.dataSync<'float32'>();
  const dx = new Float32Array(size);
  eachWindow(pool, ({ top, bottom, left, right }, image, output) => {
    for (let c = 0; c < channels; c++) {
      let largest = (image + top * inWidth + left) * channels + c;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const place = (image + row * inWidth + column) * channels + c;
          if (x[place]! > x[largest]!) largest = place;
        }
      }
      dx[largest]! += dy[output * channels + c]!;
    }
  });
  return tensor(dx, shape);
};
