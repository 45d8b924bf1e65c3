import { tf } from '@n3ml/tensor';

/** What is made of the inputs. */
export type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;
/** A name, the shapes of the inputs, and what is made of them. */
export type Case = readonly [name: string, shapes: string, operation: Operation];

const as1d = (x: tf.Tensor) => x as tf.Tensor1D;
const as4d = (x: tf.Tensor) => x as tf.Tensor4D;

const conv =
  (strides: number | [number, number], pad: 'same' | 'valid' | number): Operation =>
  (x, w) =>
    tf.conv2d(as4d(x), as4d(w), strides, pad);
const depthwise =
  (strides: number, pad: 'same' | 'valid'): Operation =>
  (x, w) =>
    tf.depthwiseConv2d(as4d(x), as4d(w), strides, pad);
// A bias this large keeps every sum away from the kink of relu.
const convolvedRelu: Operation = (x, filter, bias) =>
  tf.fused.conv2d({ x: as4d(x), filter: as4d(filter), bias: tf.mul(bias, 8), strides: 1, pad: 'same', activation: 'relu' });
const batchNorm: Operation = (x, beta, gamma) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, as1d(mean), as1d(variance), as1d(beta), as1d(gamma), 0.01);
};

/** What a training step of a convolutional network is made of. */
export const operations: readonly Case[] = [
  ['conv2d, stride 1, valid', '2x6x5x3 3x2x3x4', conv(1, 'valid')],
  ['conv2d, stride 1, same', '2x6x5x3 3x3x3x8', conv(1, 'same')],
  ['conv2d, stride 2, same', '2x7x6x3 3x3x3x4', conv(2, 'same')],
  ['conv2d, stride [2, 1], valid', '2x7x6x3 2x3x3x4', conv([2, 1], 'valid')],
  ['conv2d, padding 2', '1x5x5x2 3x3x2x3', conv(1, 2)],
  ['conv2d, 1x1, stride 2', '2x6x6x3 1x1x3x5', conv(2, 'valid')],
  ['conv2d with bias and relu', '1x4x4x2 2x2x2x4 4', convolvedRelu],
  ['depthwise conv2d, same', '2x5x6x3 3x3x3x2', depthwise(1, 'same')],
  ['depthwise conv2d, stride 2, valid', '2x7x6x3 2x3x3x1', depthwise(2, 'valid')],
  ['separable conv2d', '2x5x5x3 3x3x3x1 1x1x3x4', (x, d, p) => tf.separableConv2d(as4d(x), as4d(d), as4d(p), 1, 'same')],
  ['transposed conv2d, stride 2', '2x3x3x4 3x3x2x4', (x, w) => tf.conv2dTranspose(as4d(x), as4d(w), [2, 6, 6, 2], 2, 'same')],
  ['matMul', '4x5 5x3', (a, b) => tf.matMul(a, b)],
  ['matMul, a transposed', '5x4 5x3', (a, b) => tf.matMul(a, b, true)],
  ['matMul, b transposed', '4x5 3x5', (a, b) => tf.matMul(a, b, false, true)],
  ['matMul, both transposed', '5x4 3x5', (a, b) => tf.matMul(a, b, true, true)],
  ['matMul of batches, b transposed', '3x4x5 3x2x5', (a, b) => tf.matMul(a, b, false, true)],
  ['dense with bias and relu', '4x5 5x3 3', (a, b, bias) => tf.fused.matMul({ a, b, bias, activation: 'relu' })],
  ['relu', '4x7', (x) => tf.relu(x)],
  ['softmax cross-entropy', '5x4', (x) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([0, 3, 1, 2, 3], 'int32'), 4), x)],
  ['average pool', '2x6x6x3', (x) => tf.avgPool(as4d(x), 2, 2, 'valid')],
  ['average pool, windows that overlap, uneven padding', '2x6x5x3', (x) => tf.avgPool(as4d(x), 3, 2, 'same')],
  ['average pool, padding 1', '1x5x5x2', (x) => tf.avgPool(as4d(x), 3, 2, 1)],
  ['max pool', '2x6x6x3', (x) => tf.maxPool(as4d(x), 2, 2, 'valid')],
  ['max pool, windows that overlap, uneven padding', '2x6x5x3', (x) => tf.maxPool(as4d(x), 3, 2, 'same')],
  ['global average pool', '2x4x4x3', (x) => tf.mean(x, [1, 2])],
  ['batch norm over its own batch', '3x4x4x2 2 2', batchNorm],
  [
    'batch norm with kept moments',
    '3x4x4x2 2 2 2',
    (x, mean, beta, gamma) => tf.batchNorm(x, as1d(mean), tf.tensor1d([0.5, 2]), as1d(beta), as1d(gamma)),
  ],
  ['dropout', '4x9', (x) => tf.dropout(x, 0.5, undefined, 7)],
  ['residual sum with a bias', '2x3x3x2 2x3x3x2 2', (a, b, bias) => tf.add(tf.add(a, b), bias)],
  ['concat and flatten', '2x3x3x2 2x3x3x1', (a, b) => tf.reshape(tf.concat([a, b], 3), [2, 27])],
  ['slice of channels', '2x3x3x4', (x) => tf.slice(x, [0, 1, 0, 1], [2, 2, 3, 2])],
];
