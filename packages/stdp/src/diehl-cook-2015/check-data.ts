import { type LabelledSet, N3mlError } from '@n3ml/core';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/**
 * Refuses data that the network can't take.
 *
 * @param shape of the samples for which the network was made
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(data: LabelledSet, classes: number, shape: readonly number[] = data.shape): void {
  if (data.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample in the data.');
  if (show(data.shape) !== show(shape)) {
    throw new N3mlError(
      'N3ML_SHAPE_MISMATCH',
      `The network was trained on samples of shape ${show(shape)}, but those of the data have shape ${show(data.shape)}. Use the dataset that it was trained on.`,
      {
        details: { expected: shape, actual: data.shape },
      },
    );
  }
  const stray = data.labels.findIndex((label) => label >= classes);
  if (stray >= 0) {
    throw new N3mlError(
      'N3ML_BAD_LABEL',
      `Sample ${stray} has label ${data.labels[stray]}, but the model has ${classes} classes (0 to ${classes - 1}). Set its option 'classes'.`,
      {
        details: { sample: stray, label: data.labels[stray], classes },
      },
    );
  }
}
