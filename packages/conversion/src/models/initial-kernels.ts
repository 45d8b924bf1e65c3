import { type RandomStream, randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';

/** Draws one weight. */
export type Draw = (random: RandomStream) => number;

/** Normal with mean 0. */
export const normal =
  (std: number): Draw =>
  (random) =>
    std * random.normal();

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
