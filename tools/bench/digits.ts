import type { Dataset, LabelledSet } from '@n3ml/core';
import { mnist, slice, syntheticDigits } from '@n3ml/datasets';
import { findMnist, mnistFiles } from '@n3ml/datasets/node';

/** How many images of each split a benchmark uses. */
export interface DigitCounts {
  readonly train: number;
  readonly test: number;
}

/** The first images of MNIST where N3ML_DATA names a folder that holds it, else synthetic digits: no benchmark starts a download. */
export async function loadDigits(counts: DigitCounts): Promise<Dataset> {
  const dir = process.env.N3ML_DATA;
  if (dir === undefined || !('paths' in (await findMnist(dir, mnistFiles)))) return syntheticDigits(counts);
  const dataset = await mnist({ dir });
  return { ...dataset, train: firstSamples(dataset.train, counts.train), test: firstSamples(dataset.test, counts.test) };
}

/** @throws N3mlError N3ML_BAD_RANGE where there are fewer */
export const firstSamples = (set: LabelledSet, count: number): LabelledSet => slice(set, 0, count);

export const describeDigits = ({ synthetic, train, test }: Dataset): string =>
  `${synthetic ? 'synthetic digits (no MNIST in the folder N3ML_DATA)' : 'MNIST'}, ${train.count} training and ${test.count} test images`;
