import {
  backend_util,
  type Conv2DBackpropInputAttrs,
  engine,
  matMul,
  reshape,
  slice,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { addWindows } from './add-windows.ts';
import type { WasmKernel } from './kernel.ts';

/** How many numbers the windows of one block may hold: 4 MB, so that they are still in the cache when they are added. */
const BLOCK = 1 << 20;

/**
 * Gradient of a convolution by its input. A matrix product gives the share of each output pixel in the window of the input that it saw; the
 * windows overlap, and are added where they lie. Image by image, or several small ones at once.
 */
export const conv2dBackpropInput: WasmKernel<{ dy: Tensor4D; filter: Tensor4D }, Conv2DBackpropInputAttrs> = ({
  inputs,
  attrs,
  backend,
}) => {
  const { dy, filter } = inputs;
  const { strides, pad, dimRoundingMode, inputShape } = attrs;
  const conv = backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = conv;
  const pixels = outHeight * outWidth;
  const window = filterHeight * filterWidth * inChannels;
  const images = Math.max(1, Math.floor(BLOCK / (pixels * window)));

  const dx = backend.makeOutput(inputShape, 'float32');
  (backend.typedArrayFromHeap(dx) as Float32Array).fill(0);
  tidy(() => {
    const weights = transpose(reshape(filter, [window, outChannels]));
    const gradients = reshape(dy, [batchSize * pixels, outChannels]);
    for (let image = 0; image < batchSize; image += images) {
      const count = Math.min(images, batchSize - image);
      tidy(() => {
        const windows = matMul(slice(gradients, [image * pixels, 0], [count * pixels, outChannels]), weights);
        // Only now: the product may have grown the memory, which moves it.
        addWindows(backend.typedArrayFromHeap(windows) as Float32Array, backend.typedArrayFromHeap(dx) as Float32Array, conv, image, count);
      });
    }
  });
  return dx;
};
