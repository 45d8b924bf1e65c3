import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

export interface LabelledSetInput {
  /** Shape of one sample, such as [28, 28]. */
  readonly shape: readonly number[];
  /** [count x product of shape], row-major; images are 0..255. Kept, not copied. */
  readonly values: Uint8Array | Float32Array;
  /** One class index per sample: [count]. Kept, not copied. */
  readonly labels: Uint8Array;
  /** Number of classes: labels are below it. */
  readonly classes: number;
  /** What to call the set in an error. @default 'the set' */
  readonly source?: string;
  /** The dataset that the set is a part of, for reports. */
  readonly name?: string;
  /** Whether a program made the data up. */
  readonly synthetic?: boolean;
}

/**
 * A {@link LabelledSet} whose parts are known to fit together.
 *
 * @throws N3mlError N3ML_BAD_SHAPE, N3ML_EMPTY_DATASET, N3ML_COUNT_MISMATCH, N3ML_BAD_LABEL (a label that is no class), N3ML_NOT_A_NUMBER
 * (a value that is NaN or infinite)
 */
export function labelledSet({ shape, values, labels, classes, source = 'the set', ...origin }: LabelledSetInput): LabelledSet {
  const size = sampleSize(shape);
  if (shape.length === 0 || shape.some((length) => !Number.isInteger(length) || length <= 0)) {
    throw new N3mlError(
      'N3ML_BAD_SHAPE',
      `The samples of ${source} have shape [${shape.join(', ')}]: every length is to be a whole number above 0.`,
      {
        details: { shape },
      },
    );
  }
  const count = labels.length;
  if (count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', `There is no sample in ${source}.`);
  if (values.length !== count * size) {
    const message = `The ${count} labels of ${source} need ${count * size} values (samples of shape [${shape.join(', ')}]), but there are ${values.length}.`;
    throw new N3mlError('N3ML_COUNT_MISMATCH', message, { details: { count, expected: count * size, actual: values.length } });
  }
  const stray = labels.findIndex((label) => label >= classes);
  if (stray >= 0) {
    const message = `Sample ${stray} of ${source} has label ${labels[stray]}, but the classes go from 0 to ${classes - 1}.`;
    throw new N3mlError('N3ML_BAD_LABEL', message, { details: { sample: stray, label: labels[stray], classes } });
  }
  if (values instanceof Float32Array) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const message = `Value ${bad % size} of sample ${Math.floor(bad / size)} of ${source} is ${values[bad]}: every value is to be a finite number.`;
      throw new N3mlError('N3ML_NOT_A_NUMBER', message, { details: { sample: Math.floor(bad / size), value: values[bad] } });
    }
  }
  return Object.freeze({ ...origin, count, shape: Object.freeze([...shape]), values, labels });
}
