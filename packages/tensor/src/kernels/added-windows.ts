import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type backend_util, matMul, reshape, slice, type Tensor4D, type TensorInfo, tidy, transpose } from '@tensorflow/tfjs-core';

/** How many numbers the windows of one block may hold: 4 MB, so that they are still in the cache when they are added. */
const BLOCK = 1 << 20;

/**
 * Adds windows where they lie in the input; what lies in the padding is left out.
 *
 * @param windows a row per output pixel of the images: [images x outHeight x outWidth x filterHeight x filterWidth x inChannels]
 * @param dx the whole batch: [batchSize x inHeight x inWidth x inChannels]
 */
function addWindows(windows: Float32Array, dx: Float32Array, conv: backend_util.Conv2DInfo, first: number, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = conv;
  let from = 0;
  for (let image = first; image < first + images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const left = x * strideWidth - padInfo.left;
        const start = Math.max(0, -left) * inChannels;
        const end = Math.min(filterWidth, inWidth - left) * inChannels;
        for (let i = 0; i < filterHeight; i++, from += filterWidth * inChannels) {
          const row = y * strideHeight - padInfo.top + i;
          if (row < 0 || row >= inHeight) continue;
          const to = ((image * inHeight + row) * inWidth + left) * inChannels;
          for (let k = start; k < end; k++) dx[to + k]! += windows[from + k]!;
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
  const { inShape, batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = conv;
  const pixels = outHeight * outWidth;
  const window = filterHeight * filterWidth * inChannels;
  const imagesAtOnce = Math.max(1, Math.floor(BLOCK / (pixels * window)));
  const dx = backend.makeOutput(inShape, 'float32');
  (backend.typedArrayFromHeap(dx) as Float32Array).fill(0);
  tidy(() => {
    const weights = transpose(reshape(filter, [window, outChannels]));
    const gradients = reshape(dy, [batchSize * pixels, outChannels]);
    for (let image = 0; image < batchSize; image += imagesAtOnce) {
      const images = Math.min(imagesAtOnce, batchSize - image);
      tidy(() => {
        const windows = matMul(slice(gradients, [image * pixels, 0], [images * pixels, outChannels]), weights);
        // Looked up only now: the product may have grown the memory, which moves it.
        addWindows(
          backend.typedArrayFromHeap(windows) as Float32Array,
          backend.typedArrayFromHeap(dx) as Float32Array,
          conv,
          image,
          images,
        );
      });
    }
  });
  return dx;
}
