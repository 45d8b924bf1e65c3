import { describe, expect, it } from 'vitest';
import { openBackend, tf } from '../src/index.ts';
import { backendsHere } from './backends-here.ts';
import { expectClose } from './expect-close.ts';

/** Trains a small network of the shape of Diehl et al. 2015 on one batch: the loss of each step, and the tensors that are left after it. */
async function train(backend: string, steps: number) {
  await openBackend({ backend });
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

describe.each(backendsHere)('a training step on $name', ({ name, absence }) => {
  it.skipIf(absence)(`learns like the one on cpu and leaves no tensor behind${absence ? `: ${name} is ${absence}` : ''}`, async () => {
    const { losses, tensors, left, bytes } = await train(name, 12);
    expectClose(losses, (await train('cpu', 12)).losses, 1e-3);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    expect(new Set(tensors.slice(1)).size).toBe(1);
    expect({ left, bytes }).toEqual({ left: 0, bytes: 0 });
  });
});
