import { tf } from '@n3ml/tensor';
import { sheetOf } from './sheet-of.ts';
import { sizeOf } from './size-of.ts';
import type { SpikingSynapses } from './spiking-network.ts';
import type { SlidingWindow, Synapses } from './synapses.ts';

/** Synapses whose weights are tensors already, for a layer that is computed many times. */
export interface Projection {
  /**
   * @param input [batch, ...input shape]
   * @returns what the layer gets from it: [batch, ...output shape], a tensor of its own
   */
  project(input: tf.Tensor): tf.Tensor;
  /** Frees the weights. */
  dispose(): void;
}

// Padded by hand: the native kernels of TensorFlow know 'same' and 'valid' only.
function pad(sheet: tf.Tensor4D, [top, bottom, left, right]: SlidingWindow['padding'], value = 0): tf.Tensor4D {
  if (top === 0 && bottom === 0 && left === 0 && right === 0) return sheet;
  const paddings: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return tf.pad(sheet, paddings, value);
}

/** How many places of a line of `length` lie under each window that slides over it. */
function covered(length: number, size: number, stride: number, before: number, after: number): number[] {
  const windows = Math.floor((length + before + after - size) / stride) + 1;
  return Array.from({ length: windows }, (_, k) => Math.min(k * stride - before + size, length) - Math.max(k * stride - before, 0));
}

/** One over the number of places of the sheet that lie under each window: [1, height, width, 1]. */
function shares([height, width]: readonly number[], { size, strides, padding: [top, bottom, left, right] }: SlidingWindow): tf.Tensor {
  const rows = covered(height!, size[0], strides[0], top, bottom);
  const columns = covered(width!, size[1], strides[1], left, right);
  return tf.tensor(
    rows.flatMap((r) => columns.map((c) => 1 / (r * c))),
    [1, rows.length, columns.length, 1],
  );
}

type Apply = (sheet: tf.Tensor4D) => tf.Tensor;

function depthwise(window: SlidingWindow, weights: tf.Tensor): Apply {
  return (sheet) => tf.depthwiseConv2d(pad(sheet, window.padding), weights as tf.Tensor4D, [...window.strides], 'valid');
}

/** The same weight from every place under the window. Not tf.avgPool: the sum of spikes has to be exact. */
const sum = (window: SlidingWindow, channels: number, weight: number): [Apply, tf.Tensor] => {
  const weights = tf.fill([...window.size, channels, 1], weight);
  return [depthwise(window, weights), weights];
};

/** The operation, and the tensors that it holds. */
function operation(
  synapses: Synapses | SpikingSynapses,
  inputShape: readonly number[],
  outputShape: readonly number[],
): [Apply, ...tf.Tensor[]] {
  const [height, width, channels] = sheetOf(inputShape);
  const outputs = outputShape.at(-1)!;
  switch (synapses.op) {
    case 'dense': {
      const weights = tf.tensor2d(synapses.weights, [sizeOf(inputShape), sizeOf(outputShape)]);
      return [(sheet) => tf.matMul(tf.reshape(sheet, [-1, sizeOf(inputShape)]), weights), weights];
    }
    case 'conv2d': {
      const weights = tf.tensor4d(synapses.weights, [...synapses.size, channels, outputs]);
      return [(sheet) => tf.conv2d(pad(sheet, synapses.padding), weights, [...synapses.strides], 'valid'), weights];
    }
    case 'depthwise-conv2d': {
      const weights = tf.tensor4d(synapses.weights, [...synapses.size, channels, outputs / channels]);
      return [depthwise(synapses, weights), weights];
    }
    case 'sum-pool':
      return sum(synapses, channels, synapses.weight);
    case 'average-pool': {
      const [total, weights] = sum(synapses, channels, 1);
      const share = shares([height, width], synapses);
      return [(sheet) => tf.mul(total(sheet), share), weights, share];
    }
    case 'max-pool':
      return [(sheet) => tf.maxPool(pad(sheet, synapses.padding, -Infinity), [...synapses.size], [...synapses.strides], 'valid')];
    case 'identity': {
      if (!('weights' in synapses)) return [(sheet) => sheet.clone()];
      const weights = tf.tensor1d(synapses.weights);
      return [(sheet) => tf.mul(sheet, weights), weights];
    }
  }
}

/**
 * Synapses as a function of tensors; the one implementation for analog activations and for spikes. For spikes every sum is exact where the weights lie
 * on a grid, as those of a spiking layer do: nothing is divided.
 *
 * @param inputShape [height, width, channels] or [units]
 * @param outputShape of the layer that gets the input
 */
export function projection(
  synapses: Synapses | SpikingSynapses,
  inputShape: readonly number[],
  outputShape: readonly number[],
): Projection {
  const [apply, ...held] = operation(synapses, inputShape, outputShape);
  const sheet = sheetOf(inputShape);
  return {
    project: (input) => tf.tidy(() => tf.reshape(apply(tf.reshape(input, [-1, ...sheet])), [-1, ...outputShape])),
    dispose: () => tf.dispose(held),
  };
}

/** What a layer gets from `input` through `synapses`: {@link projection}, once. */
export function project(
  synapses: Synapses | SpikingSynapses,
  input: tf.Tensor,
  inputShape: readonly number[],
  outputShape: readonly number[],
): tf.Tensor {
  return tf.tidy(() => projection(synapses, inputShape, outputShape).project(input));
}
