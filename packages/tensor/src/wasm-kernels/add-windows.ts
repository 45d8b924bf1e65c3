import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * Adds the windows of a convolution where they lie in its input; what lies in the padding is left out.
 *
 * @param windows a row per output pixel: [images x outHeight x outWidth x filterHeight x filterWidth x inChannels]
 * @param input [batch x inHeight x inWidth x inChannels], added to
 * @param first the image in `input` that the first window is of
 */
export function addWindows(windows: Float32Array, input: Float32Array, conv: backend_util.Conv2DInfo, first: number, images: number): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = conv;
  let from = 0;
  for (let image = first; image < first + images; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const left = x * strideWidth - padInfo.left;
        const start = Math.max(0, -left);
        const end = Math.min(filterWidth, inWidth - left);
        for (let i = 0; i < filterHeight; i++, from += filterWidth * inChannels) {
          const row = y * strideHeight - padInfo.top + i;
          if (row < 0 || row >= inHeight) continue;
          const to = ((image * inHeight + row) * inWidth + left) * inChannels;
          for (let k = start * inChannels; k < end * inChannels; k++) input[to + k]! += windows[from + k]!;
        }
      }
    }
  }
}
