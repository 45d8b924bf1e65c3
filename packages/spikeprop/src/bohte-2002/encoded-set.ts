import type { LabelledSet } from '@n3ml/core';
import type { TimeCode } from '../encoder/time-encoder.ts';

/** Samples as spike times, encoded once. */
export interface EncodedSet {
  readonly count: number;
  readonly labels: Uint8Array;
  /** The spike times of the inputs in one sample, those that fire always at the end: [inputs]. Borrowed. */
  inputs(sample: number): Float64Array;
}

/**
 * Encodes all samples of a set.
 *
 * @param size number of neurons that the code drives
 * @param references number of inputs beside them that fire at 0 in every sample
 * @throws N3mlError what the code throws
 */
export function encodeSet({ count, values, labels }: LabelledSet, code: TimeCode, size: number, references: number): EncodedSet {
  const features = values.length / count;
  const width = size + references;
  const times = new Float64Array(count * width);
  const rows = Array.from({ length: count }, (_, sample) => {
    const row = times.subarray(sample * width, (sample + 1) * width);
    code(values.subarray(sample * features, (sample + 1) * features), row.subarray(0, size));
    return row;
  });
  return { count, labels, inputs: (sample) => rows[sample]! };
}
