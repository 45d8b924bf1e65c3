import type { LabelledSet } from '@n3ml/core';
import { checkLabels, checkSamples } from '@n3ml/core/run';
import { sizeOf } from '../size-of.ts';

/** A grey image is the same with its one channel written out or not. */
const places = (shape: readonly number[]): readonly number[] => (shape.at(-1) === 1 ? shape.slice(0, -1) : shape);

/**
 * Refuses data that a converted network can't take.
 *
 * @param input shape of the samples that it takes
 * @param output shape of its last layer
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(data: LabelledSet, input: readonly number[], output: readonly number[]): void {
  checkSamples(data, input, places);
  checkLabels(data, sizeOf(output), { owner: 'the network has', remedy: 'Use the dataset that it was trained on.' });
}
