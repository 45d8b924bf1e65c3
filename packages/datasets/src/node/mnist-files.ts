import type { Checksum } from './checksum-of-file.ts';
import type { IdxFiles } from './idx-files.ts';

/** Mirrors may pack the same content differently, so the sum of a .gz file would refuse good copies. */
const content = (sum: string): Checksum => ({ algorithm: 'sha256', sum, of: 'content' });

export const mnistFiles: IdxFiles = {
  trainImages: { name: 'train-images-idx3-ubyte', checksum: content('ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db') },
  trainLabels: { name: 'train-labels-idx1-ubyte', checksum: content('65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5') },
  testImages: { name: 't10k-images-idx3-ubyte', checksum: content('0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7') },
  testLabels: { name: 't10k-labels-idx1-ubyte', checksum: content('ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2') },
};

/** Folders on the web that hold the four files, each as `<name>.gz`. */
export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];
