import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { digitClasses } from '../digit-classes.ts';
import { labelledIdx } from '../labelled-idx.ts';
import type { MnistOptions } from '../mnist-options.ts';
import { cacheFolder } from './cache-folder.ts';
import { download } from './download.ts';
import type { MnistPaths } from './find-mnist.ts';
import { findMnist } from './find-mnist.ts';
import type { MnistFiles } from './mnist-files.ts';
import { acceptedNames, mnistFiles, mnistMirrors } from './mnist-files.ts';

/** What a load depends on beside its options. */
export interface MnistSurroundings {
  /** N3ML_DATA, N3ML_MNIST_MIRROR and what {@link cacheFolder} reads. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Names and checksums. @default those of MNIST */
  readonly files?: MnistFiles;
}

/** Finds or downloads MNIST and reads it: `mnist` is this function, loaded when it is called. */
export async function loadMnist(
  options: MnistOptions = {},
  { env = process.env, files = mnistFiles }: MnistSurroundings = {},
): Promise<Dataset> {
  const paths = await pathsOfMnist(options, env, files);
  const [train, test] = await Promise.all([readSplit(paths.trainImages, paths.trainLabels), readSplit(paths.testImages, paths.testLabels)]);
  const origin = { name: 'mnist', synthetic: false };
  return Object.freeze({
    ...origin,
    classes: digitClasses,
    train: Object.freeze({ ...train, ...origin }),
    test: Object.freeze({ ...test, ...origin }),
  });
}

async function pathsOfMnist(
  { dir, mirror, onProgress, signal }: MnistOptions,
  env: NodeJS.ProcessEnv,
  files: MnistFiles,
): Promise<MnistPaths> {
  if (dir !== undefined) {
    const search = await findMnist(dir, files);
    if ('paths' in search) return search.paths;
    throw notFound(dir, search.missing, files);
  }
  const cache = join(cacheFolder(env), 'mnist');
  for (const folder of env.N3ML_DATA ? [env.N3ML_DATA, cache] : [cache]) {
    const search = await findMnist(folder, files);
    if ('paths' in search) return search.paths;
  }

  const mirrors = (mirror ?? env.N3ML_MNIST_MIRROR ?? mnistMirrors.join(',')).split(',').map((base) => base.trim().replace(/\/*$/, '/'));
  const paths: Partial<Record<keyof MnistFiles, string>> = {};
  for (const [part, { name, sha256 }] of Object.entries(files) as [keyof MnistFiles, MnistFiles[keyof MnistFiles]][]) {
    const path = join(cache, `${name}.gz`);
    paths[part] = path;
    await download({
      urls: mirrors.map((base) => `${base}${name}.gz`),
      path,
      sha256,
      sha256Of: 'content',
      signal,
      onProgress: onProgress && (({ done, total }) => onProgress({ task: `download ${name}.gz`, done, total, unit: 'bytes' })),
      remedy: 'Put the four files of MNIST into a folder and name it in N3ML_DATA, or use the dataset synthetic-digits meanwhile.',
    });
  }
  return paths as MnistPaths;
}

async function readSplit(imagesPath: string, labelsPath: string): Promise<LabelledSet> {
  const [images, labels] = await Promise.all([readFile(imagesPath), readFile(labelsPath)]);
  const set = await labelledIdx({ bytes: images, source: imagesPath }, { bytes: labels, source: labelsPath }, digitClasses.length);
  if (set.shape.length === 2 && set.shape.every((length) => length === 28)) return set;
  throw new N3mlError('N3ML_BAD_SHAPE', `'${imagesPath}' has images of shape [${set.shape.join(', ')}]; those of MNIST are [28, 28].`, {
    details: { path: imagesPath, shape: set.shape },
  });
}

function notFound(dir: string, missing: readonly string[], files: MnistFiles): N3mlError {
  const [, raw, , dotted] = acceptedNames(files.trainImages);
  const message =
    `There is no MNIST in '${dir}' or its subfolder 'mnist': no ${missing.join(', no ')}. ` +
    `Each may end in .gz, and be spelt with a dot (${dotted} for ${raw}). Leave 'dir' out to download MNIST.`;
  return new N3mlError('N3ML_DATASET_NOT_FOUND', message, { details: { dir, missing } });
}
