import { type LabelledSet, N3mlError } from '@n3ml/core';
import { checkLabels } from '@n3ml/core/run';
import type { ClassifierShape } from './classifier.ts';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const withoutOnes = (shape: readonly number[]): string => show(shape.filter((length) => length !== 1));

/**
 * Refuses data that a classifier can't take. Axes of length 1 don't count: [28, 28] is [28, 28, 1].
 *
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(set: LabelledSet, { input, classes }: ClassifierShape): void {
  if (set.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample in the data.');
  if (withoutOnes(set.shape) !== withoutOnes(input)) {
    throw new N3mlError(
      'N3ML_SHAPE_MISMATCH',
      `The model takes samples of shape ${show(input)}, but those of the data have shape ${show(set.shape)}. Build the model for this shape, or bring the samples into the order of the model (channels last).`,
      { details: { expected: input, actual: set.shape } },
    );
  }
  checkLabels(set, classes, { owner: 'the model has', remedy: 'Give its output layer a unit for each class.' });
}
