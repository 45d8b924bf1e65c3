import { openBackend, tf } from '@n3ml/tensor';
import { expect, it } from 'vitest';
import { expectClose } from './expect-close.ts';

/** Trains a small network of the shape of Diehl et al. 2015 on one batch: the loss of each step, and the tensors that are left after it. */
function train(steps: number) {
  const before = tf.memory();
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [12, 12, 1],
        filters: 4,
        kernelSize: 3,
        useBias: false,
        kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
      }),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 8, kernelSize: 2, activation: 'relu', kernelInitializer: tf.initializers.heNormal({ seed: 2 }) }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.heNormal({ seed: 3 }) }),
    ],
  });
  const adam = tf.train.adam(0.01);
  const images = tf.randomNormal([6, 12, 12, 1], 0, 1, 'float32', 4);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'), 3));
  const losses: number[] = [];
  const tensors: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = adam.minimize(
      () => tf.losses.softmaxCrossEntropy(labels, model.apply(images, { training: true }) as tf.Tensor) as tf.Scalar,
      true,
    );
    losses.push(loss!.dataSync()[0]!);
    tf.dispose(loss!);
    tensors.push(tf.memory().numTensors);
  }
  adam.dispose();
  model.dispose();
  tf.dispose([images, labels]);
  return { losses, tensors, left: tf.memory().numTensors - before.numTensors, bytes: tf.memory().numBytes - before.numBytes };
}

/** A network learns on the backend that `open` opens, and on the reference. */
export function testTrainingStep(open: () => Promise<unknown>): void {
  it('trains a network as the cpu backend does, and leaves no tensor behind', async () => {
    await openBackend({ backend: 'cpu' });
    const reference = train(12);
    await open();
    const { losses, tensors, left, bytes } = train(12);
    expectClose(losses, reference.losses, 1e-3);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    expect(new Set(tensors.slice(1)).size).toBe(1);
    expect({ left, bytes }).toEqual({ left: 0, bytes: 0 });
  });
}
