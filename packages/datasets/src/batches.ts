import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/** Some samples of a set, side by side. All arrays are borrowed: valid until the next batch. */
export interface Batch extends LabelledSet {
  /** Where the samples stand in the set: [count]. */
  readonly indices: Uint32Array;
}

export interface BatchOptions {
  /** Samples in a batch; the last one has what is left. */
  readonly size: number;
  /** Which samples, in which order, such as {@link shuffledOrder} gives. @default all, in their own order */
  readonly order?: Uint32Array;
  /** Leaves a last batch out that isn't full. @default false */
  readonly dropLast?: boolean;
}

/**
 * Goes through a set batch by batch. One buffer serves all batches.
 *
 * @throws N3mlError N3ML_BAD_RANGE where `size` is no whole number above 0 or `order` names a sample that isn't there
 */
export function batches(set: LabelledSet, options: BatchOptions): Iterable<Batch> {
  const { size, order, dropLast = false } = options;
  checkBatchSize(size);
  const stray = order?.find((sample) => sample >= set.count);
  if (stray !== undefined) {
    throw new N3mlError('N3ML_BAD_RANGE', `The order names sample ${stray}, but the set has ${set.count} samples.`, {
      details: { sample: stray },
    });
  }
  return { [Symbol.iterator]: () => walk(set, size, order ?? Uint32Array.from({ length: set.count }, (_, k) => k), dropLast) };
}

/** @throws N3mlError N3ML_BAD_RANGE */
export function checkBatchSize(size: number): void {
  if (Number.isInteger(size) && size > 0) return;
  throw new N3mlError('N3ML_BAD_RANGE', `A batch needs a whole number of samples above 0, not ${size}.`, { details: { size } });
}

function* walk(set: LabelledSet, size: number, order: Uint32Array, dropLast: boolean): Generator<Batch, void, undefined> {
  const length = sampleSize(set.shape);
  const room = Math.min(size, order.length);
  const values = set.values instanceof Uint8Array ? new Uint8Array(room * length) : new Float32Array(room * length);
  const labels = new Uint8Array(room);
  const end = dropLast ? order.length - (order.length % size) : order.length;
  for (let from = 0; from < end; from += size) {
    const indices = order.subarray(from, Math.min(from + size, end));
    indices.forEach((sample, k) => {
      values.set(set.values.subarray(sample * length, (sample + 1) * length), k * length);
      labels[k] = set.labels[sample]!;
    });
    const count = indices.length;
    yield { count, shape: set.shape, values: values.subarray(0, count * length), labels: labels.subarray(0, count), indices };
  }
}
