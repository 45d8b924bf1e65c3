import { backend_util, type Conv2DBackpropFilterAttrs, conv2d, slice, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/**
 * Gradient of a convolution by its filter: dw[i, j, c, o] = sum over n, y, x of x[n, y s + i, x s + j, c] dy[n, y, x, o].
 *
 * That is a convolution again, of x with channels and batch exchanged and dy as the filter, where stride has become dilation.
 */
export const conv2dBackpropFilter: Kernel<{ x: Tensor4D; dy: Tensor4D }, Conv2DBackpropFilterAttrs> = ({ inputs, attrs }) => {
  const { strides, pad, dimRoundingMode, filterShape } = attrs;
  const { strideHeight, strideWidth, padInfo } = backend_util.computeConv2DInfo(
    inputs.x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { top, bottom, left, right } = padInfo;
  const [height, width, inChannels, outChannels] = filterShape;
  return tidy(() => {
    const x = transpose(inputs.x, [3, 1, 2, 0]);
    const dy = transpose(inputs.dy, [1, 2, 0, 3]);
    const padding: backend_util.ExplicitPadding = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    const gradient = conv2d(x, dy, 1, padding, 'NHWC', [strideHeight, strideWidth]);
    // Rows and columns of x that the stride left over at the end make the result larger than the filter.
    return transpose(slice(gradient, [0, 0, 0, 0], [inChannels, height, width, outChannels]), [1, 2, 0, 3]);
  });
};
