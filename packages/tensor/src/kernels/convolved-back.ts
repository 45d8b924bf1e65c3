import { type backend_util, conv2d, reverse, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';

/** Gradient of a convolution of stride 1 by its input: a convolution of `dy` with the filter turned around. Best where little of it is padding. */
export function convolvedBack(dy: Tensor4D, filter: Tensor4D, conv: backend_util.Conv2DInfo): Tensor4D {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo } = conv;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  return tidy(() =>
    conv2d(dy, transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]), 1, [
      [0, 0],
      [top, inHeight - outHeight - top + filterHeight - 1],
      [left, inWidth - outWidth - left + filterWidth - 1],
      [0, 0],
    ]),
  );
}
