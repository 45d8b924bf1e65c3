import { type LabelledSet, N3mlError } from '@n3ml/core';
import { sizeOf } from '../size-of.ts';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
/** A grey image is the same with its one channel written out or not. */
const places = (shape: readonly number[]): string => show(shape.at(-1) === 1 ? shape.slice(0, -1) : shape);

/**
 * Refuses data that a converted network can't take.
 *
 * @param input shape of the samples that it takes
 * @param output shape of its last layer
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(data: LabelledSet, input: readonly number[], output: readonly number[]): void {
  const { count, shape, labels } = data;
  if (count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample in the data.');
  if (places(shape) !== places(input)) {
    throw new N3mlError(
      'N3ML_SHAPE_MISMATCH',
      `The network was trained on samples of shape ${show(input)}, but those of the data have shape ${show(shape)}. Use the dataset that it was trained on.`,
      { details: { expected: input, actual: shape } },
    );
  }
  const classes = sizeOf(output);
  const stray = labels.findIndex((label) => label >= classes);
  if (stray >= 0) {
    throw new N3mlError(
      'N3ML_BAD_LABEL',
      `Sample ${stray} has label ${labels[stray]}, but the network has ${classes} outputs (0 to ${classes - 1}). Use the dataset that it was trained on.`,
      { details: { sample: stray, label: labels[stray], classes } },
    );
  }
}
