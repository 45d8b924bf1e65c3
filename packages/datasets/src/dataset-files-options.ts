import type { OptionSpec } from '@n3ml/core';
import type { ProgressListener } from './progress.ts';

/** Options of a dataset that lies in files. */
export interface DatasetFilesOptions {
  /**
   * The folder that holds the files, itself or in the dataset's own subfolder. Named, it is the only place that is looked at, and nothing
   * is downloaded.
   */
  readonly dir?: string;
  /** Where to download from: the address of a folder, or several separated by commas. @default N3ML_<DATASET>_MIRROR, else public ones */
  readonly mirror?: string;
  /** Told how each download goes, in bytes. */
  readonly onProgress?: ProgressListener;
  /** Stops a download; what has arrived is kept to go on from. */
  readonly signal?: AbortSignal;
}

/** The specs of those options that can be given as text. */
export const datasetFilesSpecs = (files: string, folder: string) =>
  ({
    dir: { type: 'string', describe: `folder with ${files}, itself or in its subfolder ${folder}` },
    mirror: { type: 'string', describe: 'web folder to download from, or several separated by commas' },
  }) as const satisfies Record<string, OptionSpec>;
