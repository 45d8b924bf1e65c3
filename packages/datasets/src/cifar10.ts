import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { type DatasetFilesOptions, datasetFilesSpecs } from './dataset-files-options.ts';

/**
 * CIFAR-10: 50,000 training and 10,000 test photographs in ten classes, 32 x 32 pixels of red, green and blue (A. Krizhevsky, "Learning
 * multiple layers of features from tiny images", University of Toronto, 2009). Samples have shape [32, 32, 3]: channels last, bytes.
 *
 * The files are those of the binary version: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, each raw or as `.bin.gz`, or the
 * archive `cifar-10-binary.tar.gz`, which is not unpacked on the disk. They are found and downloaded as those of {@link mnist} are, in a folder
 * or its subfolder `cifar-10-batches-bin`; a download is checked by its SHA-256 sum, files of your own are not,
 * but a batch with fewer records than the 10,000 of one beside it is refused. Class names are those of
 * `batches.meta.txt` where that is there. Needs Node, for the files; elsewhere {@link labelledCifar10} makes a set of bytes.
 *
 * @throws N3mlError N3ML_DATASET_NOT_FOUND (not in `dir`, or not in the archive), N3ML_DOWNLOAD_FAILED, N3ML_WRITE_FAILED, N3ML_CIFAR10_FORMAT,
 * N3ML_BAD_LABEL, N3ML_BAD_CLASSES (not ten different names), N3ML_GZIP_CORRUPT, N3ML_TAR_FORMAT, N3ML_TAR_TRUNCATED
 */
export const cifar10 = withOptions(
  datasetFilesSpecs('the batches of CIFAR-10 or cifar-10-binary.tar.gz', 'cifar-10-batches-bin'),
  async (options: DatasetFilesOptions = {}): Promise<Dataset> => (await import('./node/load-cifar10.ts')).loadCifar10(options),
  {
    summary: '50,000 training and 10,000 test photographs in ten classes, 32 x 32 pixels of red, green and blue.',
    source: 'A. Krizhevsky, "Learning multiple layers of features from tiny images", University of Toronto, 2009',
  },
);
