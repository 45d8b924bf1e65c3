/** One of the four files of MNIST. */
export interface MnistFile {
  /** The official name, without `.gz`. */
  readonly name: string;
  /**
   * SHA-256 of the content, that is of the IDX file after gzip. Mirrors may pack the same content differently, so the sum of a .gz file
   * would refuse good copies.
   */
  readonly sha256: string;
}

export interface MnistFiles {
  readonly trainImages: MnistFile;
  readonly trainLabels: MnistFile;
  readonly testImages: MnistFile;
  readonly testLabels: MnistFile;
}

export const mnistFiles: MnistFiles = {
  trainImages: { name: 'train-images-idx3-ubyte', sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db' },
  trainLabels: { name: 'train-labels-idx1-ubyte', sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5' },
  testImages: { name: 't10k-images-idx3-ubyte', sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7' },
  testLabels: { name: 't10k-labels-idx1-ubyte', sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2' },
};

/** Folders on the web that hold the four files, each as `<name>.gz`. */
export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

/** Names under which a file may lie in a folder: gzipped or raw, and with the dot that some archives have in place of the dash. */
export function acceptedNames({ name }: MnistFile): readonly string[] {
  const dotted = name.replace('-idx', '.idx');
  return [`${name}.gz`, name, `${dotted}.gz`, dotted];
}
