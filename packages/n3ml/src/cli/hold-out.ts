import { type LabelledSet, N3mlError } from '@n3ml/core';
import { slice } from '@n3ml/datasets';

/**
 * Parts a training set: the last `count` samples are held out for judging.
 *
 * @throws N3mlError N3ML_BAD_FLAG where nothing would be left to learn from
 */
export function holdOut(data: LabelledSet, count: number): { readonly learned: LabelledSet; readonly validation?: LabelledSet } {
  if (count === 0) return { learned: data };
  const rest = data.count - count;
  if (rest > 0) return { learned: slice(data, 0, rest), validation: slice(data, rest, data.count) };
  throw new N3mlError('N3ML_BAD_FLAG', `--validation ${count} leaves nothing to learn from: there are ${data.count} training samples.`, {
    details: { validation: count, samples: data.count },
  });
}
