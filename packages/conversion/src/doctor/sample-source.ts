import { tf } from '@n3ml/tensor';
import { sizeOf } from '../size-of.ts';

/** Samples as the network takes them, some at once. */
export interface SampleSource {
  readonly count: number;
  /** How many at once. */
  readonly batch: number;
  /** Values of sample k, borrowed until the next call. */
  readonly values: (k: number) => Float32Array;
}

/** Samples `first` .. `first + samples - 1` as a tensor: [samples, ...shape]. */
export function batchOf({ values }: SampleSource, shape: readonly number[], first: number, samples: number): tf.Tensor {
  const size = sizeOf(shape);
  const all = new Float32Array(samples * size);
  for (let b = 0; b < samples; b++) all.set(values(first + b), b * size);
  return tf.tensor(all, [samples, ...shape]);
}
