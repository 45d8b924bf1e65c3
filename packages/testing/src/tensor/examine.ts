import { randomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { Operation } from './operations.ts';

/** Numbers of [-1, 1] that keep their distance from each other and from 0, so that a small step crosses no kink of relu or max. */
function spaced(shape: readonly number[], key: string): Float32Array {
  const length = shape.reduce((size, side) => size * side);
  const random = randomStream(1, key);
  const values = Float32Array.from({ length }, (_, k) => (2 * k + 1.5) / length - 1);
  for (let k = length - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    [values[k], values[other]] = [values[other]!, values[k]!];
  }
  return values;
}

/** The operation weighted to one number, the gradient of that by every input, and the difference quotient along one direction of each input. */
export function examine(shapes: string, operation: Operation) {
  return tf.tidy(() => {
    const inputs = shapes.split(' ').map((sides, i) => {
      const shape = sides.split('x').map(Number);
      return tf.tensor(spaced(shape, `input ${i}`), shape);
    });
    const output = operation(...inputs);
    const weights = tf.tensor(spaced(output.shape.length === 0 ? [1] : output.shape, 'weights'), output.shape);
    const weighted = (...at: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(operation(...at), weights));
    const gradients = tf.grads(weighted)(inputs);
    return inputs.map((input, i) => {
      const direction = tf.tensor(spaced(input.shape, `direction ${i}`), input.shape);
      // Less than the distance of any number from 0, which is half of the least one between two.
      const step = 0.4 / Math.max(...inputs.map(({ size }) => size));
      const at = (h: number) =>
        weighted(...inputs.map((other, j) => (j === i ? tf.add(other, tf.mul(direction, h)) : other))).dataSync()[0]!;
      return {
        output: output.dataSync(),
        gradient: gradients[i]!.dataSync(),
        along: tf.sum(tf.mul(gradients[i]!, direction)).dataSync()[0]!,
        quotient: (at(step) - at(-step)) / (2 * step),
      };
    });
  });
}
