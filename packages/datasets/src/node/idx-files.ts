import type { Checksum } from './checksum-of-file.ts';
import { type FileSearch, findFiles } from './find-files.ts';

/** One of the four files of a dataset in the layout of MNIST. */
export interface IdxFile {
  /** The official name, without `.gz`. */
  readonly name: string;
  readonly checksum: Checksum;
}

/** The four files of a dataset in the layout of MNIST. */
export interface IdxFiles {
  readonly trainImages: IdxFile;
  readonly trainLabels: IdxFile;
  readonly testImages: IdxFile;
  readonly testLabels: IdxFile;
}

/** The paths of the four files. */
export type IdxPaths = { readonly [K in keyof IdxFiles]: string };

/** Names under which a file may lie in a folder: raw or gzipped, and with the dot that some archives have in place of the dash. */
export function acceptedNames({ name }: IdxFile): readonly [string, ...string[]] {
  const dotted = name.replace('-idx', '.idx');
  return [name, `${name}.gz`, dotted, `${dotted}.gz`];
}

/** Looks for the four files in folders, the first ones first. */
export const findIdxFiles = (folders: readonly string[], files: IdxFiles): Promise<FileSearch<IdxPaths>> =>
  findFiles(folders, {
    trainImages: acceptedNames(files.trainImages),
    trainLabels: acceptedNames(files.trainLabels),
    testImages: acceptedNames(files.testImages),
    testLabels: acceptedNames(files.testLabels),
  });
