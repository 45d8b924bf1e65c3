import type { LabelledSet } from '@n3ml/core';
import { checkLabels, checkSamples } from '@n3ml/core/run';

/**
 * Refuses data that the network can't take.
 *
 * @param shape of the samples for which the network was made
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(data: LabelledSet, classes: number, shape: readonly number[] = data.shape): void {
  checkSamples(data, shape);
  checkLabels(data, classes, { owner: 'the model has', remedy: "Set its option 'classes'." });
}
