import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { type DatasetFilesOptions, datasetFilesSpecs } from './dataset-files-options.ts';
import { type DividedOptions, dividedSpecs } from './divided.ts';

/** Options of {@link wisconsin}. */
export interface WisconsinOptions extends DatasetFilesOptions, DividedOptions {
  /**
   * What becomes of the 16 samples in which a feature is missing: `'drop'` leaves them out (683 samples are left), `'median'` puts the
   * feature's median over the training samples in its place.
   * @default 'drop'
   */
  readonly missing?: 'drop' | 'median';
}

/**
 * Breast Cancer Wisconsin (original): nine features of cells, from 1 to 10, of 458 benign (class 0) and 241 malignant tumours (class 1). There is no official
 * split: `split` chooses one of many that are fixed.
 *
 * W. H. Wolberg, O. L. Mangasarian, "Multisurface method of pattern separation for medical diagnosis applied to breast cytology", Proceedings of the
 * National Academy of Sciences 87 (1990); UCI Machine Learning Repository, doi:10.24432/C5HP4Z.
 *
 * The file `breast-cancer-wisconsin.data` is taken from the folder `dir`; without it from the first of: the folder that N3ML_DATA names, the user's cache, a
 * download into that cache, checked by its SHA-256 sum. Needs Node, for the file.
 *
 * @throws N3mlError N3ML_BAD_OPTION, N3ML_DATASET_NOT_FOUND (not in `dir`), N3ML_DOWNLOAD_FAILED, N3ML_WRITE_FAILED, N3ML_BAD_ROW,
 * N3ML_WRONG_DATASET (another number of samples)
 */
export const wisconsin = withOptions(
  {
    ...datasetFilesSpecs('breast-cancer-wisconsin.data', 'wisconsin'),
    ...dividedSpecs,
    missing: {
      type: 'string',
      describe: 'what becomes of samples with a missing feature: drop them, or put the median there',
      default: 'drop',
      choices: ['drop', 'median'],
    },
  },
  // node: modules are loaded only where the dataset is asked for, so that everything else here runs in a browser
  async (options: WisconsinOptions = {}): Promise<Dataset> => (await import('./node/load-wisconsin.ts')).loadWisconsin(options),
  {
    summary: 'Nine features of cells, from 1 to 10, of 458 benign and 241 malignant tumours.',
    source:
      'W. H. Wolberg, O. L. Mangasarian, "Multisurface method of pattern separation for medical diagnosis applied to breast cytology", Proceedings of the National Academy of Sciences 87 (1990); UCI Machine Learning Repository, doi:10.24432/C5HP4Z',
  },
);
