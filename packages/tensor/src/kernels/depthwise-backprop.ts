import {
  backend_util,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type Tensor4D,
  tensor,
} from '@tensorflow/tfjs-core';
import { eachTap } from './each-tap.ts';
import type { Kernel } from './kernel.ts';

/** Gradient of a depthwise convolution by its filter: dw[tap, c, m] = sum over pixels of x[input, c] dy[output, c, m]. */
export const depthwiseBackpropFilter: Kernel<{ x: Tensor4D; dy: Tensor4D }, DepthwiseConv2dNativeBackpropFilterAttrs> = ({
  inputs,
  attrs,
}) => {
  const { strides, dilations, pad, dimRoundingMode, filterShape } = attrs;
  const conv = backend_util.computeConv2DInfo(inputs.x.shape, filterShape, strides, dilations, pad, dimRoundingMode, true);
  const [, , channels, multiplier] = filterShape;
  const x = inputs.x.dataSync<'float32'>();
  const dy = inputs.dy.dataSync<'float32'>();
  const dw = new Float32Array(filterShape.reduce((size, length) => size * length));
  eachTap(conv, (input, output, tap) => {
    for (let c = 0; c < channels; c++) {
      const value = x[input * channels + c]!;
      for (let m = 0; m < multiplier; m++) {
        dw[(tap * channels + c) * multiplier + m]! += value * dy[(output * channels + c) * multiplier + m]!;
      }
    }
  });
  return tensor(dw, filterShape);
};

/** Gradient of a depthwise convolution by its input: dx[input, c] = sum over taps and m of dy[output, c, m] w[tap, c, m]. */
export const depthwiseBackpropInput: Kernel<{ dy: Tensor4D; filter: Tensor4D }, DepthwiseConv2dNativeBackpropInputAttrs> = ({
  inputs,
  attrs,
}) => {
  const { strides, dilations, pad, dimRoundingMode, inputShape } = attrs;
  const conv = backend_util.computeConv2DInfo(inputShape, inputs.filter.shape, strides, dilations, pad, dimRoundingMode, true);
  const [, , channels, multiplier] = inputs.filter.shape;
  const dy = inputs.dy.dataSync<'float32'>();
  const w = inputs.filter.dataSync<'float32'>();
  const dx = new Float32Array(inputShape.reduce((size, length) => size * length));
  eachTap(conv, (input, output, tap) => {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let m = 0; m < multiplier; m++) {
        sum += dy[(output * channels + c) * multiplier + m]! * w[(tap * channels + c) * multiplier + m]!;
      }
      dx[input * channels + c]! += sum;
    }
  });
  return tensor(dx, inputShape);
};
