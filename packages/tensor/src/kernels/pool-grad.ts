import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type AvgPoolGradAttrs,
  backend_util,
  type KernelBackend,
  type MaxPoolGradAttrs,
  type Tensor4D,
  tensor,
} from '@tensorflow/tfjs-core';
import { addScaledIn } from './add-scaled.ts';
import { eachWindow } from './each-window.ts';
import type { Kernel } from './kernel.ts';
import { zeros } from './zeros.ts';

type AvgPoolGrad<Backend = KernelBackend> = Kernel<{ dy: Tensor4D; input: Tensor4D }, AvgPoolGradAttrs, Backend>;

/**
 * Average pooling backwards: each output pixel gives equal shares to the pixels of its window.
 *
 * The stock kernels of cpu and wasm divide by the size of the window also where part of it is padding, which their forward kernels leave out of
 * the mean; and that of wasm is slow.
 *
 * @param give gets the input pixel, the output pixel, and the share
 */
function eachShare(
  { inputs, attrs }: Pick<Parameters<AvgPoolGrad>[0], 'inputs' | 'attrs'>,
  give: (input: number, output: number, share: number) => void,
): void {
  const pool = backend_util.computePool2DInfo(inputs.input.shape, attrs.filterSize, attrs.strides, 1, attrs.pad);
  eachWindow(pool, ({ top, bottom, left, right }, image, output) => {
    const share = 1 / ((bottom - top) * (right - left));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) give(image + row * pool.inWidth + column, output, share);
    }
  });
}

/** Gradient of average pooling, in JavaScript. */
export const avgPoolGrad: AvgPoolGrad = (call) => {
  const { shape, size } = call.inputs.input;
  const channels = shape[3];
  const dy = call.inputs.dy.dataSync<'float32'>();
  const dx = new Float32Array(size);
  eachShare(call, (input, output, share) => {
    for (let c = 0; c < channels; c++) dx[input * channels + c]! += dy[output * channels + c]! * share;
  });
  return tensor(dx, shape);
};

/** Gradient of average pooling, in the memory of the wasm backend. */
export const wasmAvgPoolGrad: AvgPoolGrad<BackendWasm> = (call) => {
  const { backend, inputs } = call;
  const channels = inputs.input.shape[3];
  const dx = zeros(backend, inputs.input.shape);
  const [to, from] = [backend.getMemoryOffset(dx.dataId), backend.getMemoryOffset(inputs.dy.dataId)];
  const addScaled = addScaledIn(backend);
  eachShare(call, (input, output, share) => addScaled(to + 4 * input * channels, from + 4 * output * channels, channels, share));
  return dx;
};

/**
 * Gradient of max pooling: each output pixel gives all to the largest pixel of its window, of equal ones to the first.
 *
 * The stock kernel of wasm gives to another pixel where the largest is negative.
 */
export const maxPoolGrad: Kernel<{ dy: Tensor4D; input: Tensor4D }, MaxPoolGradAttrs> = ({ inputs, attrs }) => {
  const { shape, size } = inputs.input;
  const pool = backend_util.computePool2DInfo(shape, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
  const { inChannels: channels, inWidth } = pool;
  const x = inputs.input.dataSync<'float32'>();
  const dy = inputs.dy.dataSync<'float32'>();
  const dx = new Float32Array(size);
  eachWindow(pool, ({ top, bottom, left, right }, image, output) => {
    for (let c = 0; c < channels; c++) {
      let largest = (image + top * inWidth + left) * channels + c;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const place = (image + row * inWidth + column) * channels + c;
          if (x[place]! > x[largest]!) largest = place;
        }
      }
      dx[largest]! += dy[output * channels + c]!;
    }
  });
  return tensor(dx, shape);
};
