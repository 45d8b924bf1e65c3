import type { Checksum } from './checksum-of-file.ts';
import type { IdxFiles } from './idx-files.ts';

/** The authors published the sums of the packed files. */
const packed = (sum: string): Checksum => ({ algorithm: 'md5', sum, of: 'file' });

export const fashionMnistFiles: IdxFiles = {
  trainImages: { name: 'train-images-idx3-ubyte', checksum: packed('8d4fb7e6c68d591d4c3dfef9ec88bf0d') },
  trainLabels: { name: 'train-labels-idx1-ubyte', checksum: packed('25c81989df183df01b3e8a0aad5dffbe') },
  testImages: { name: 't10k-images-idx3-ubyte', checksum: packed('bef4ecab320f06d8554ea6380940ec79') },
  testLabels: { name: 't10k-labels-idx1-ubyte', checksum: packed('bb300cfdad3c16e7a12a480ee83cd310') },
};

/** Folders on the web that hold the four files, each as `<name>.gz`. */
export const fashionMnistMirrors: readonly string[] = [
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
];
