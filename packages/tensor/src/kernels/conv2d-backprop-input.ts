import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend_util, type Conv2DBackpropInputAttrs, type Tensor4D, type TensorInfo } from '@tensorflow/tfjs-core';
import { addedWindows } from './added-windows.ts';
import { convolvedBack } from './convolved-back.ts';
import type { Kernel } from './kernel.ts';

/** Adding a number to the input costs as much as this many multiply-adds of a matrix product. */
const ADDING = 10;

/** Multiply-adds of {@link convolvedBack} for one image and tap; XNNPACK computes 8 channels at a time. */
const convolving = ({ inHeight, inWidth, inChannels, outChannels }: backend_util.Conv2DInfo): number =>
  inHeight * inWidth * Math.ceil(inChannels / 8) * 8 * outChannels;

/** The same of {@link addedWindows}. */
const addingWindows = ({ outHeight, outWidth, inChannels, outChannels }: backend_util.Conv2DInfo): number =>
  outHeight * outWidth * inChannels * (outChannels + ADDING);

function canConvolve({ strideHeight, strideWidth, padInfo, filterHeight, filterWidth }: backend_util.Conv2DInfo): boolean {
  return strideHeight === 1 && strideWidth === 1 && padInfo.top < filterHeight && padInfo.left < filterWidth;
}

/** Gradient of a convolution by its input, by the faster of two ways; the stock kernel is a plain loop, 3 times slower. */
export const conv2dBackpropInput: Kernel<{ dy: Tensor4D; filter: Tensor4D }, Conv2DBackpropInputAttrs, BackendWasm> = ({
  inputs: { dy, filter },
  attrs: { inputShape, strides, pad, dimRoundingMode },
  backend,
}): TensorInfo => {
  const conv = backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
  return canConvolve(conv) && convolving(conv) <= addingWindows(conv)
    ? convolvedBack(dy, filter, conv)
    : addedWindows(dy, filter, conv, backend);
};
