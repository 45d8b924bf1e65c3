import type { Dataset } from '@n3ml/core';
import { mnist, syntheticDigits } from '@n3ml/datasets';

/** MNIST where N3ML_DATA names a folder that holds it, else synthetic digits: a program draws them, so no figure on them is one on MNIST. */
export async function loadDigits(): Promise<Dataset> {
  const { N3ML_DATA: dir } = process.env;
  return dir ? mnist({ dir }) : syntheticDigits({ train: 10_000, test: 2_000 });
}
