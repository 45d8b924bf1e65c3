import { type RandomStream, randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';

/** Draws one weight. */
export type Draw = (random: RandomStream) => number;

/** Normal with mean 0. */
export const normal =
  (std: number): Draw =>
  (random) =>
    std * random.normal();

/** N(0, sqrt(2 / (places x outputs))) for a convolution, N(0, .01) for a dense layer: those of the networks for CIFAR-10. */
export const byOutputs = (kernel: readonly number[]): Draw =>
  normal(kernel.length === 4 ? Math.sqrt(2 / (kernel[0]! * kernel[1]! * kernel[3]!)) : 0.01);

/**
 * Draws the kernels of a model anew, each from (seed, name of the weight). Other weights stay as they are.
 *
 * @param spread the distribution of a kernel: [height, width, inputs, outputs], or [inputs, outputs] of a dense layer
 */
export function drawKernels(model: tf.LayersModel, seed: number, spread: (shape: readonly number[]) => Draw): tf.LayersModel {
  for (const weight of model.weights.filter(({ originalName }) => originalName.endsWith('/kernel'))) {
    const shape = weight.shape as number[];
    const random = randomStream(seed, 'initial-weights', weight.originalName);
    const draw = spread(shape);
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => draw(random));
    const kernel = tf.tensor(values, shape);
    weight.write(kernel);
    kernel.dispose();
  }
  return model;
}
