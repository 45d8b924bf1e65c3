import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/**
 * The set with every value x as (x - mean) / std; the labels are shared.
 *
 * @param mean one number for all values, or one for each index of the first axis: a channel of [3, 32, 32], a feature of [4]
 * @param std like `mean`, above 0
 * @throws N3mlError N3ML_BAD_SCALE where their number doesn't fit the shape, a mean isn't finite or a std isn't above 0
 */
export function normalize(set: LabelledSet, mean: number | readonly number[], std: number | readonly number[]): LabelledSet {
  const channels = set.shape[0]!;
  const means = perChannel('mean', mean, set.shape);
  const stds = perChannel('std', std, set.shape);
  const wrong = stds.findIndex((value, channel) => !(value > 0 && Number.isFinite(value) && Number.isFinite(means[channel]!)));
  if (wrong >= 0) {
    const message = `Values can't be normalized by mean ${means[wrong]} and std ${stds[wrong]} (index ${wrong}): a finite mean and a std above 0 are needed.`;
    throw new N3mlError('N3ML_BAD_SCALE', message, { details: { index: wrong, mean: means[wrong], std: stds[wrong] } });
  }
  const run = sampleSize(set.shape) / channels;
  const values = Float32Array.from(set.values, (value, at) => {
    const channel = Math.floor(at / run) % channels;
    return (value - means[channel]!) / stds[channel]!;
  });
  return Object.freeze({ ...set, values });
}

function perChannel(name: string, value: number | readonly number[], shape: readonly number[]): readonly number[] {
  if (typeof value === 'number') return Array.from({ length: shape[0]! }, () => value);
  if (value.length === shape[0]) return value;
  const message = `${value.length} numbers were given as ${name} for samples of shape [${shape.join(', ')}]: give one, or ${shape[0]}, one for each index of the first axis.`;
  throw new N3mlError('N3ML_BAD_SCALE', message, { details: { name, expected: shape[0], actual: value.length } });
}
