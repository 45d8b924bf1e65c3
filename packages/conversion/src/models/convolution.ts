import { tf } from '@n3ml/tensor';

/** One convolution of a network for small images: padded, without bias. */
export interface Convolution {
  readonly name: string;
  readonly filters: number;
  /** @default 3 */
  readonly kernelSize?: number;
  /** @default 1 */
  readonly strides?: number;
  readonly rectified: boolean;
  readonly batchNorm: boolean;
}

/** Adds a layer after `x`. */
export const after = (x: tf.SymbolicTensor | tf.SymbolicTensor[], layer: tf.layers.Layer): tf.SymbolicTensor =>
  layer.apply(x) as tf.SymbolicTensor;

/** The convolution, batch-normalized and rectified where that is asked for. Its kernel is zero. */
export function convolve(
  x: tf.SymbolicTensor,
  { name, filters, kernelSize = 3, strides = 1, rectified, batchNorm }: Convolution,
): tf.SymbolicTensor {
  const activation = rectified && !batchNorm ? 'relu' : 'linear';
  const layer = tf.layers.conv2d({
    name,
    filters,
    kernelSize,
    strides,
    activation,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'zeros',
  });
  const sums = after(x, layer);
  if (!batchNorm) return sums;
  const normalized = after(sums, tf.layers.batchNormalization({ name: `${name}_norm` }));
  return rectified ? after(normalized, tf.layers.reLU({ name: `${name}_relu` })) : normalized;
}

/** Dropout, where the rate is above 0. */
export const dropOut = (x: tf.SymbolicTensor, name: string, rate: number): tf.SymbolicTensor =>
  rate === 0 ? x : after(x, tf.layers.dropout({ name, rate }));
