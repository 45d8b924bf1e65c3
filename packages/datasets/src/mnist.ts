import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { type DatasetFilesOptions, datasetFilesSpecs } from './dataset-files-options.ts';

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 bytes each (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner,
 * "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998).
 *
 * Taken from the folder `dir`; without it from the first of: the folder that N3ML_DATA names, the user's cache, a download into that
 * cache, checked by the SHA-256 sums of the decompressed files. Files may be gzipped or raw. Needs Node, for the files; elsewhere
 * {@link labelledIdx} makes a set of bytes.
 *
 * @throws N3mlError N3ML_DATASET_NOT_FOUND (not in `dir`), N3ML_DOWNLOAD_FAILED, N3ML_WRITE_FAILED, N3ML_BAD_SHAPE (images that aren't 28 x 28),
 * N3ML_WRONG_DATASET (the files of Fashion-MNIST, which have the same names), and what {@link labelledIdx} throws for a damaged file
 */
export const mnist = withOptions(
  datasetFilesSpecs('the four MNIST files', 'mnist'),
  // node: modules are loaded only where MNIST is asked for, so that everything else here runs in a browser
  async (options: DatasetFilesOptions = {}): Promise<Dataset> => (await import('./node/load-mnist.ts')).loadMnist(options),
  {
    summary: '60,000 training and 10,000 test images of handwritten digits, 28 x 28 bytes each.',
    source:
      'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998',
  },
);
