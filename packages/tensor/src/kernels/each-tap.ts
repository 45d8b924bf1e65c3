import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * Visits every pair of pixels that a sliding window connects: a pixel of the input, one of the output, and the place of the input pixel in the
 * window of the output pixel. What lies in the padding is left out.
 *
 * @param visit gets `input` in [batch x inHeight x inWidth], `output` in [batch x outHeight x outWidth], `tap` in [filterHeight x filterWidth]
 */
export function eachTap(slide: backend_util.Conv2DInfo, visit: (input: number, output: number, tap: number) => void): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = slide;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = slide;
  for (let image = 0; image < batchSize; image++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        const output = (image * outHeight + y) * outWidth + x;
        for (let i = 0; i < filterHeight; i++) {
          const row = y * strideHeight + i * dilationHeight - padInfo.top;
          if (row < 0 || row >= inHeight) continue;
          for (let j = 0; j < filterWidth; j++) {
            const column = x * strideWidth + j * dilationWidth - padInfo.left;
            if (column < 0 || column >= inWidth) continue;
            visit((image * inHeight + row) * inWidth + column, output, i * filterWidth + j);
          }
        }
      }
    }
  }
}
