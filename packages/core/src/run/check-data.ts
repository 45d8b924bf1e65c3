import type { LabelledSet } from '../contracts/dataset.ts';
import { N3mlError } from '../errors.ts';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/**
 * Refuses data without samples, or with others than a network was trained on.
 *
 * @param shape of the samples for which it was made
 * @param places what of a shape has to agree @default all of it
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH
 */
export function checkSamples(
  data: LabelledSet,
  shape: readonly number[],
  places = (all: readonly number[]): readonly number[] => all,
): void {
  if (data.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample in the data.');
  if (show(places(data.shape)) === show(places(shape))) return;
  throw new N3mlError(
    'N3ML_SHAPE_MISMATCH',
    `The network was trained on samples of shape ${show(shape)}, but those of the data have shape ${show(data.shape)}. Use the dataset that it was trained on.`,
    { details: { expected: shape, actual: data.shape } },
  );
}

/**
 * Refuses labels of classes that a network doesn't have.
 *
 * @param classes how many it has
 * @param words for the message: `owner` says who has them, `the model has`; `remedy` what to do
 * @throws N3mlError N3ML_BAD_LABEL
 */
export function checkLabels(
  { labels }: LabelledSet,
  classes: number,
  { owner, remedy }: { readonly owner: string; readonly remedy: string },
): void {
  const stray = labels.findIndex((label) => label >= classes);
  if (stray < 0) return;
  throw new N3mlError(
    'N3ML_BAD_LABEL',
    `Sample ${stray} has label ${labels[stray]}, but ${owner} ${classes} classes (0 to ${classes - 1}). ${remedy}`,
    { details: { sample: stray, label: labels[stray], classes } },
  );
}
