import { type LabelledSet, randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';

/** Weights drawn from a seed. */
export function drawWeights(model: tf.LayersModel, seed: number): tf.LayersModel {
  tf.tidy(() =>
    model.setWeights(
      model.weights.map(({ originalName, shape }) => {
        const random = randomStream(seed, originalName);
        const size = tf.util.sizeFromShape(shape as number[]);
        const isVariance = originalName.endsWith('moving_variance') || originalName.endsWith('gamma');
        return tf.tensor(
          Float32Array.from({ length: size }, () => (isVariance ? 0.5 + random.uniform() : 0.4 * random.normal())),
          shape as number[],
        );
      }),
    ),
  );
  return model;
}

/** A small network of dense layers with dropout between them. */
export const denseModel = (seed = 1, rate = 0.25): tf.LayersModel =>
  drawWeights(
    tf.sequential({
      name: 'tiny',
      layers: [
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', inputShape: [6] }),
        tf.layers.dropout({ name: 'dropout', rate }),
        tf.layers.dense({ name: 'output', units: 3, useBias: false }),
      ],
    }),
    seed,
  );

/** A small convolutional network with batch normalization, for samples of [3, 2]. */
export const normalizedModel = (seed = 1): tf.LayersModel =>
  drawWeights(
    tf.sequential({
      name: 'normalized',
      layers: [
        tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 2, useBias: false, inputShape: [3, 2, 1] }),
        tf.layers.batchNormalization({ name: 'norm' }),
        tf.layers.reLU({ name: 'relu' }),
        tf.layers.flatten({ name: 'flatten' }),
        tf.layers.dense({ name: 'output', units: 3 }),
      ],
    }),
    seed,
  );

/** Three clouds of points in six dimensions, one per class. */
export function clouds(count: number, seed = 1, spread = 0.5): LabelledSet {
  const values = new Float32Array(count * 6);
  const labels = new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    const random = randomStream(seed, 'cloud', k);
    const label = k % 3;
    labels[k] = label;
    for (let d = 0; d < 6; d++) values[6 * k + d] = (d % 3 === label ? 1 : 0) + spread * random.normal();
  }
  return { name: 'clouds', count, shape: [6], values, labels };
}

/** The values of every weight, by name. */
export const weightsOf = (model: tf.LayersModel): Readonly<Record<string, number[]>> =>
  Object.fromEntries(model.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]]));
