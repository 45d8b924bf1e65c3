import type { ProgressListener } from './progress.ts';

export interface MnistOptions {
  /** The folder that holds the four files, itself or in its subfolder `mnist`. Named, it is the only place that is looked at, and nothing is downloaded. */
  readonly dir?: string;
  /** Where to download from: the address of a folder, or several separated by commas. @default N3ML_MNIST_MIRROR, else two public mirrors */
  readonly mirror?: string;
  /** Told how each download goes, in bytes. */
  readonly onProgress?: ProgressListener;
  /** Stops a download; what has arrived is kept to go on from. */
  readonly signal?: AbortSignal;
}
