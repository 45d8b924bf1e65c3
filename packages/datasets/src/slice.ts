import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/**
 * Samples `from` to `to - 1` of a set, under its name. Values and labels are views of the set's own arrays.
 *
 * @throws N3mlError N3ML_BAD_RANGE unless 0 <= from < to <= count
 */
export function slice(set: LabelledSet, from: number, to: number): LabelledSet {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || from >= to || to > set.count) {
    const message = `Samples ${from} to ${to} (exclusive) are no part of a set of ${set.count}: whole numbers are needed with 0 <= from < to <= ${set.count}.`;
    throw new N3mlError('N3ML_BAD_RANGE', message, { details: { from, to, count: set.count } });
  }
  const size = sampleSize(set.shape);
  return Object.freeze({
    ...set,
    count: to - from,
    values: set.values.subarray(from * size, to * size),
    labels: set.labels.subarray(from, to),
  });
}
