import type { Dataset, LabelledSet } from '@n3ml/core';
import { checkOptions } from '@n3ml/core';
import { select } from './select.ts';
import { stratifiedSplit } from './stratified-split.ts';

/** Options of datasets that have no official split. */
export interface DividedOptions {
  /** Which of the fixed, stratified splits into training and test samples: 0, 1, 2 .. @default 0 */
  readonly split?: number;
  /** The part of the samples that is for testing. @default 0.2 */
  readonly testFraction?: number;
}

/** The specs of {@link DividedOptions}. */
export const dividedSpecs = {
  split: { type: 'integer', describe: 'which of the fixed, stratified splits', default: 0, min: 0 },
  testFraction: { type: 'number', describe: 'part of the samples that is for testing', default: 0.2, min: 0.01, max: 0.9 },
} as const;

/**
 * A dataset of a set that comes as one piece.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 */
export function divided(set: LabelledSet, name: string, classes: readonly string[], { split, testFraction }: DividedOptions): Dataset {
  const options = checkOptions(dividedSpecs, { split, testFraction }, `dataset '${name}'`) as Required<DividedOptions>;
  const [train, test] = stratifiedSplit(set.labels, [options.testFraction], options.split);
  return Object.freeze({ name, synthetic: false, classes, train: select(set, train), test: select(set, test) });
}
