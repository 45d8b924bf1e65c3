import { join } from 'node:path';
import type { Checksum } from './checksum-of-file.ts';
import { type FileSearch, findFiles } from './find-files.ts';

/** The batches of CIFAR-10 in the binary version: five for training, then the one for tests. */
export const cifar10Batches = {
  train1: 'data_batch_1.bin',
  train2: 'data_batch_2.bin',
  train3: 'data_batch_3.bin',
  train4: 'data_batch_4.bin',
  train5: 'data_batch_5.bin',
  test: 'test_batch.bin',
} as const;
export type Cifar10Batch = keyof typeof cifar10Batches;

/** The file with the names of the classes, one in a line. */
export const cifar10ClassFile = 'batches.meta.txt';

export const cifar10Folder = 'cifar-10-batches-bin';

/** The archive of all batches, as A. Krizhevsky's page offers it. */
export const cifar10Archive: { readonly name: string; readonly checksum: Checksum } = {
  name: 'cifar-10-binary.tar.gz',
  checksum: { algorithm: 'sha256', sum: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd', of: 'file' },
};

/** Folders on the web that hold the archive. */
export const cifar10Mirrors: readonly string[] = ['https://www.cs.toronto.edu/~kriz/'];

/** The paths of the six batches, or that of the archive. */
export type Cifar10Paths = Readonly<Record<Cifar10Batch, string>> | { readonly archive: string };

/** Looks for CIFAR-10 in a folder and in its subfolder `cifar-10-batches-bin`: all batches in one of them, else the archive. */
export const findCifar10 = (folder: string): Promise<FileSearch<Cifar10Paths>> => findCifar10Files([join(folder, cifar10Folder), folder]);

export async function findCifar10Files(folders: readonly string[]): Promise<FileSearch<Cifar10Paths>> {
  const batch = (name: string): readonly [string, string] => [name, `${name}.gz`];
  const batches = await findFiles(folders, {
    train1: batch(cifar10Batches.train1),
    train2: batch(cifar10Batches.train2),
    train3: batch(cifar10Batches.train3),
    train4: batch(cifar10Batches.train4),
    train5: batch(cifar10Batches.train5),
    test: batch(cifar10Batches.test),
  });
  if ('paths' in batches) return batches;
  const archive = await findFiles(folders, { archive: [cifar10Archive.name] });
  return 'paths' in archive ? archive : batches;
}
