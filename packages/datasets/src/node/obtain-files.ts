import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import type { DatasetFilesOptions } from '../dataset-files-options.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Checksum } from './checksum-of-file.ts';
import { download } from './download.ts';
import type { FileSearch } from './find-files.ts';

/** Where a dataset's files may lie and where they come from. */
export interface DatasetSource<Paths> {
  /** What messages call the dataset. */
  readonly title: string;
  /** Its own folder: in the folder that a user names, and in the cache. */
  readonly folder: string;
  /** Whether another dataset has files of the same names, so that in N3ML_DATA only the own folder is looked at. @default false */
  readonly sharesNames?: boolean;
  /** Looks into folders, the first ones first. */
  readonly find: (folders: readonly string[]) => Promise<FileSearch<Paths>>;
  /** In which other forms the files may be there: a sentence for the message that they aren't. */
  readonly otherForms: string;
  /** What a mirror has, and what is stored in the cache under the same names; with these there, `find` succeeds. */
  readonly downloads: readonly { readonly name: string; readonly checksum: Checksum }[];
  /** Folders on the web that hold the downloads. */
  readonly mirrors: readonly string[];
  /** The environment variable that names others. */
  readonly mirrorVariable: string;
  /** The way out where no mirror answers. */
  readonly remedy: string;
}

/**
 * Finds the files of a dataset in the folder `dir`; without it in N3ML_DATA, else in the cache, else downloads them into the cache.
 *
 * @throws N3mlError N3ML_DATASET_NOT_FOUND (not in `dir`), and what {@link download} throws
 */
export async function obtainFiles<Paths>(
  source: DatasetSource<Paths>,
  { dir, mirror, onProgress, signal }: DatasetFilesOptions,
  env: NodeJS.ProcessEnv,
): Promise<Paths> {
  const { folder, find } = source;
  if (dir !== undefined) {
    const search = await find([join(dir, folder), dir]);
    if ('paths' in search) return search.paths;
    throw notFound(source, dir, search.missing);
  }
  const cache = join(cacheFolder(env), folder);
  const inData = env.N3ML_DATA ? [join(env.N3ML_DATA, folder), ...(source.sharesNames ? [] : [env.N3ML_DATA])] : [];
  const search = await find([...inData, cache]);
  if ('paths' in search) return search.paths;

  const mirrors = (mirror ?? env[source.mirrorVariable] ?? source.mirrors.join(',')).split(',');
  const bases = mirrors.map((base) => base.trim().replace(/\/*$/, '/'));
  for (const { name, checksum } of source.downloads) {
    await download({
      urls: bases.map((base) => `${base}${name}`),
      path: join(cache, name),
      checksum,
      signal,
      onProgress: onProgress && (({ done, total }) => onProgress({ task: `download ${name}`, done, total, unit: 'bytes' })),
      remedy: source.remedy,
    });
  }
  const downloaded = await find([cache]);
  if ('paths' in downloaded) return downloaded.paths;
  throw notFound(source, cache, downloaded.missing);
}

function notFound({ title, folder, otherForms }: DatasetSource<unknown>, dir: string, missing: readonly string[]): N3mlError {
  const message =
    `There is no ${title} in '${dir}' or its subfolder '${folder}': no ${missing.join(', no ')}. ` +
    `${otherForms} Leave 'dir' out to download ${title}.`;
  return new N3mlError('N3ML_DATASET_NOT_FOUND', message, { details: { dir, missing } });
}
