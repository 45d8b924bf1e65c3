import type { Dataset } from '@n3ml/core';
import type { DatasetFilesOptions } from '../dataset-files-options.ts';
import { fashionMnistFiles, fashionMnistMirrors } from './fashion-mnist-files.ts';
import type { IdxFiles } from './idx-files.ts';
import { loadIdxDataset } from './load-idx-dataset.ts';
import type { Surroundings } from './surroundings.ts';

const classes = Object.freeze(['t-shirt/top', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot']);

/** Finds or downloads Fashion-MNIST and reads it: `fashionMnist` is this function, loaded when it is called. `files` are its names and checksums. */
export const loadFashionMnist = (
  options: DatasetFilesOptions = {},
  { env = process.env, files = fashionMnistFiles }: Surroundings & { readonly files?: IdxFiles } = {},
): Promise<Dataset> =>
  loadIdxDataset(
    {
      name: 'fashion-mnist',
      title: 'Fashion-MNIST',
      classes,
      files,
      mirrors: fashionMnistMirrors,
      mirrorVariable: 'N3ML_FASHION_MNIST_MIRROR',
      sharesNames: true,
      double: { title: 'MNIST', firstLabels: [5, 0, 4, 1, 9, 2, 1, 3, 1, 4] },
    },
    options,
    env,
  );
