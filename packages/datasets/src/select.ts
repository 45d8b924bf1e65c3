import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/**
 * Some samples of a set, in the order in which they are named, under its name. Values and labels are copies.
 *
 * @param samples their numbers, such as {@link stratifiedSplit} gives
 * @throws N3mlError N3ML_BAD_RANGE where there is no such sample
 */
export function select(set: LabelledSet, samples: Uint32Array): LabelledSet {
  const stray = samples.find((sample) => sample >= set.count);
  if (stray !== undefined) {
    throw new N3mlError('N3ML_BAD_RANGE', `There is no sample ${stray} in a set of ${set.count}.`, {
      details: { sample: stray, count: set.count },
    });
  }
  const size = sampleSize(set.shape);
  const room = samples.length * size;
  const values = set.values instanceof Uint8Array ? new Uint8Array(room) : new Float32Array(room);
  samples.forEach((sample, k) => {
    values.set(set.values.subarray(sample * size, (sample + 1) * size), k * size);
  });
  const labels = Uint8Array.from(samples, (sample) => set.labels[sample]!);
  return Object.freeze({ ...set, count: samples.length, values, labels });
}
