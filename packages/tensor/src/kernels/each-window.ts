import type { backend_util } from '@tensorflow/tfjs-core';

/** The part of the input that one output pixel of a pooling layer sees, without padding. */
interface Window {
  /** First and behind last row and column. */
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/**
 * Visits the window of each output pixel of a pooling layer, in their order.
 *
 * @param visit gets the window, borrowed; the place of its image's first pixel in [batchSize x inHeight x inWidth]; and the place of the output
 * pixel in [batchSize x outHeight x outWidth]
 */
export function eachWindow(pool: backend_util.Conv2DInfo, visit: (window: Window, image: number, output: number) => void): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = pool;
  const window: Window = { top: 0, bottom: 0, left: 0, right: 0 };
  let output = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let y = 0; y < outHeight; y++) {
      const row = y * strideHeight - padInfo.top;
      window.top = Math.max(0, row);
      window.bottom = Math.min(inHeight, row + filterHeight);
      for (let x = 0; x < outWidth; x++) {
        const column = x * strideWidth - padInfo.left;
        window.left = Math.max(0, column);
        window.right = Math.min(inWidth, column + filterWidth);
        visit(window, image * inHeight * inWidth, output++);
      }
    }
  }
}
