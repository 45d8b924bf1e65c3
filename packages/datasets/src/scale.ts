import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';

/**
 * The set with every value x as `factor * x + offset`; the labels are shared. `scale(set, 1 / 255)` makes bytes 0..1,
 * `scale(set, 2 / 255, -1)` makes them -1..1.
 *
 * @param offset @default 0
 * @throws N3mlError N3ML_BAD_SCALE where factor or offset is not finite
 */
export function scale(set: LabelledSet, factor: number, offset = 0): LabelledSet {
  if (!Number.isFinite(factor) || !Number.isFinite(offset)) {
    throw new N3mlError('N3ML_BAD_SCALE', `Values can't be scaled by ${factor} and moved by ${offset}: both are to be finite numbers.`, {
      details: { factor, offset },
    });
  }
  return Object.freeze({ ...set, values: Float32Array.from(set.values, (value) => factor * value + offset) });
}
