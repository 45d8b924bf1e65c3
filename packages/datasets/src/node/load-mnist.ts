import type { Dataset } from '@n3ml/core';
import type { DatasetFilesOptions } from '../dataset-files-options.ts';
import { digitClasses } from '../digit-classes.ts';
import type { IdxFiles } from './idx-files.ts';
import { loadIdxDataset } from './load-idx-dataset.ts';
import { mnistFiles, mnistMirrors } from './mnist-files.ts';
import type { Surroundings } from './surroundings.ts';

/** Finds or downloads MNIST and reads it: `mnist` is this function, loaded when it is called. `files` are its names and checksums. */
export const loadMnist = (
  options: DatasetFilesOptions = {},
  { env = process.env, files = mnistFiles }: Surroundings & { readonly files?: IdxFiles } = {},
): Promise<Dataset> =>
  loadIdxDataset(
    {
      name: 'mnist',
      title: 'MNIST',
      classes: digitClasses,
      files,
      mirrors: mnistMirrors,
      mirrorVariable: 'N3ML_MNIST_MIRROR',
      sharesNames: false,
      double: { title: 'Fashion-MNIST', firstLabels: [9, 0, 0, 3, 0, 2, 7, 2, 5, 5] },
    },
    options,
    env,
  );
