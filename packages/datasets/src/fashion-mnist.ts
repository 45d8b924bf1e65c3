import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { type DatasetFilesOptions, datasetFilesSpecs } from './dataset-files-options.ts';

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28 x 28 bytes each, in the files of {@link mnist} (H. Xiao, K. Rasul,
 * R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", arXiv:1708.07747, 2017).
 *
 * Found and downloaded as {@link mnist} is, with two differences: a download is checked by the MD5 sums that the authors published, and in
 * the folder that N3ML_DATA names only the subfolder `fashion-mnist` counts, since the files of MNIST have the same names.
 *
 * @throws N3mlError what {@link mnist} throws; N3ML_WRONG_DATASET here where the files are those of MNIST
 */
export const fashionMnist = withOptions(
  datasetFilesSpecs('the four Fashion-MNIST files', 'fashion-mnist'),
  async (options: DatasetFilesOptions = {}): Promise<Dataset> => (await import('./node/load-fashion-mnist.ts')).loadFashionMnist(options),
  {
    summary: '60,000 training and 10,000 test images of clothes, 28 x 28 bytes each.',
    source:
      'H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", arXiv:1708.07747, 2017',
  },
);
