import { type AvgPoolGradAttrs, backend_util, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/**
 * Gradient of average pooling: each output pixel gives equal shares to the input pixels of its window.
 *
 * The stock kernels of cpu and wasm divide by the size of the window also where part of it is padding, which their forward kernels leave out of
 * the mean; and that of wasm is slow.
 */
export const avgPoolGrad: Kernel<{ dy: Tensor4D; input: Tensor4D }, AvgPoolGradAttrs> = ({ inputs, attrs }) => {
  const { shape, size } = inputs.input;
  const pool = backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = pool;
  const dy = inputs.dy.dataSync<'float32'>();
  const dx = new Float32Array(size);
  let from = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let y = 0; y < outHeight; y++) {
      const top = Math.max(0, y * strideHeight - pool.padInfo.top);
      const bottom = Math.min(inHeight, y * strideHeight - pool.padInfo.top + filterHeight);
      for (let x = 0; x < outWidth; x++, from += inChannels) {
        const left = Math.max(0, x * strideWidth - pool.padInfo.left);
        const right = Math.min(inWidth, x * strideWidth - pool.padInfo.left + filterWidth);
        const share = 1 / ((bottom - top) * (right - left));
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const to = ((image * inHeight + row) * inWidth + column) * inChannels;
            for (let c = 0; c < inChannels; c++) dx[to + c]! += dy[from + c]! * share;
          }
        }
      }
    }
  }
  return tensor(dx, shape);
};
