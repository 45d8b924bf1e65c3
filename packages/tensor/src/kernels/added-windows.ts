import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type backend_util, matMul, reshape, slice, type Tensor4D, type TensorInfo, tidy, transpose } from '@tensorflow/tfjs-core';
import { type AddScaled, addScaledIn } from './add-scaled.ts';
import { zeros } from './zeros.ts';

/** How many numbers the windows of one block may hold: 4 MB, so that they are still in the cache when they are added. */
const BLOCK = 1 << 20;

/**
 * Adds windows where they lie in the input; what lies in the padding is left out.
 *
 * @param windows where the first is: a row per output pixel of the images, [images x outHeight x outWidth x filterHeight x filterWidth x inChannels]
 * @param dx where the first image is: [images x inHeight x inWidth x inChannels]
 */
function addWindows(add: AddScaled, windows: number, dx: number, conv: backend_util.Conv2DInfo, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = conv;
  const pixel = 4 * inChannels;
  let from = windows;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const left = x * strideWidth - padInfo.left;
        const start = Math.max(0, -left);
        const end = Math.min(filterWidth, inWidth - left);
        for (let i = 0; i < filterHeight; i++, from += filterWidth * pixel) {
          const row = y * strideHeight - padInfo.top + i;
          if (row < 0 || row >= inHeight || start >= end) continue;
          const to = dx + ((image * inHeight + row) * inWidth + left) * pixel;
          add(to + start * pixel, from + start * pixel, (end - start) * inChannels, 1);
        }
      }
    }
  }
}

/**
 * Gradient of a convolution by its input, for any stride: a matrix product gives the share of each output pixel in the window that it saw, and
 * the windows, which overlap, are added where they lie.
 */
export function addedWindows(dy: Tensor4D, filter: Tensor4D, conv: backend_util.Conv2DInfo, backend: BackendWasm): TensorInfo {
  const { inShape, batchSize, inHeight, inWidth, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = conv;
  const pixels = outHeight * outWidth;
  const window = filterHeight * filterWidth * inChannels;
  const imagesAtOnce = Math.max(1, Math.floor(BLOCK / (pixels * window)));
  const dx = zeros(backend, inShape);
  const add = addScaledIn(backend);
  tidy(() => {
    const weights = transpose(reshape(filter, [window, outChannels]));
    const gradients = reshape(dy, [batchSize * pixels, outChannels]);
    for (let image = 0; image < batchSize; image += imagesAtOnce) {
      const images = Math.min(imagesAtOnce, batchSize - image);
      tidy(() => {
        const windows = matMul(slice(gradients, [image * pixels, 0], [images * pixels, outChannels]), weights);
        const first = backend.getMemoryOffset(dx.dataId) + 4 * image * (inHeight * inWidth * inChannels);
        addWindows(add, backend.getMemoryOffset(windows.dataId), first, conv, images);
      });
    }
  });
  return dx;
}
