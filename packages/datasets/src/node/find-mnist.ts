import { join } from 'node:path';
import type { FileSearch } from './find-files.ts';
import { findIdxFiles, type IdxFiles, type IdxPaths } from './idx-files.ts';
import { mnistFiles } from './mnist-files.ts';

/** Looks for MNIST in a folder and in its subfolder `mnist`; all four files have to be in one of them. */
export const findMnist = (folder: string, files: IdxFiles = mnistFiles): Promise<FileSearch<IdxPaths>> =>
  findIdxFiles([join(folder, 'mnist'), folder], files);
