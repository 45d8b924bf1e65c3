import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/**
 * One sample as encoders want it: bytes 0..255 become numbers 0..1, other values are copied as they are.
 *
 * @param out where it goes; give the same one again and nothing is allocated. @default a new array
 * @returns `out`: [product of shape]
 * @throws N3mlError N3ML_BAD_RANGE where there is no such sample or `out` has another length
 */
export function toUnit(set: LabelledSet, sample: number, out = new Float32Array(sampleSize(set.shape))): Float32Array {
  const size = sampleSize(set.shape);
  if (!Number.isInteger(sample) || sample < 0 || sample >= set.count) {
    throw new N3mlError('N3ML_BAD_RANGE', `There is no sample ${sample} in a set of ${set.count}.`, {
      details: { sample, count: set.count },
    });
  }
  if (out.length !== size) {
    const message = `A sample of shape [${set.shape.join(', ')}] has ${size} values, but the array for it has room for ${out.length}.`;
    throw new N3mlError('N3ML_BAD_RANGE', message, { details: { expected: size, actual: out.length } });
  }
  const from = sample * size;
  const divisor = set.values instanceof Uint8Array ? 255 : 1;
  for (let k = 0; k < size; k++) out[k] = set.values[from + k]! / divisor;
  return out;
}
