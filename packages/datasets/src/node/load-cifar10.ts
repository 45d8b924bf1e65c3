import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dataset, LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import type { DatasetFilesOptions } from '../dataset-files-options.ts';
import { cifar10Classes, labelledCifar10 } from '../labelled-cifar10.ts';
import type { NamedBytes } from '../labelled-idx.ts';
import { checkBatchSizes } from './check-batch-sizes.ts';
import type { Checksum } from './checksum-of-file.ts';
import {
  type Cifar10Batch,
  cifar10Archive,
  cifar10Batches,
  cifar10ClassFile,
  cifar10Folder,
  cifar10Mirrors,
  findCifar10Files,
} from './cifar10-files.ts';
import { obtainFiles } from './obtain-files.ts';
import { readTarGz } from './read-tar-gz.ts';
import type { Surroundings } from './surroundings.ts';

const training: readonly Cifar10Batch[] = ['train1', 'train2', 'train3', 'train4', 'train5'];

/** Finds or downloads CIFAR-10 and reads it: `cifar10` is this function, loaded when it is called. `checksum` is that of the archive. */
export async function loadCifar10(
  options: DatasetFilesOptions = {},
  { env = process.env, checksum = cifar10Archive.checksum }: Surroundings & { readonly checksum?: Checksum } = {},
): Promise<Dataset> {
  const paths = await obtainFiles(
    {
      title: 'CIFAR-10',
      folder: cifar10Folder,
      find: findCifar10Files,
      otherForms: `Each may end in .gz, and the archive ${cifar10Archive.name} does in place of them all.`,
      downloads: [{ name: cifar10Archive.name, checksum }],
      mirrors: cifar10Mirrors,
      mirrorVariable: 'N3ML_CIFAR10_MIRROR',
      remedy: `Put ${cifar10Archive.name} into a folder and name it in N3ML_DATA.`,
    },
    options,
    env,
  );
  if (!('archive' in paths)) await checkBatchSizes(Object.values(paths));
  const files = 'archive' in paths ? await filesInArchive(paths.archive) : filesInFolder(paths);
  const train = await labelledCifar10(files.batches(training));
  const test = await labelledCifar10(files.batches(['test']));
  const origin = { name: 'cifar10', synthetic: false };
  const named = (set: LabelledSet): LabelledSet => Object.freeze({ ...set, ...origin });
  return Object.freeze({ ...origin, classes: await classNames(files), train: named(train), test: named(test) });
}

interface Cifar10Files {
  /** Batches one after the other, each read when it is asked for. */
  batches(batches: readonly Cifar10Batch[]): AsyncIterable<NamedBytes>;
  classFile(): Promise<NamedBytes | undefined>;
}

function filesInFolder(paths: Readonly<Record<Cifar10Batch, string>>): Cifar10Files {
  const read = async (path: string): Promise<NamedBytes> => ({ bytes: await readFile(path), source: path });
  return {
    async *batches(batches) {
      for (const batch of batches) yield read(paths[batch]);
    },
    classFile: () => read(join(dirname(paths.test), cifar10ClassFile)).catch(() => undefined),
  };
}

async function filesInArchive(archive: string): Promise<Cifar10Files> {
  const wanted: readonly string[] = [...Object.values(cifar10Batches), cifar10ClassFile];
  const files = new Map<string, NamedBytes>();
  await readTarGz(archive, ({ name, bytes }) => {
    const file = name.slice(name.lastIndexOf('/') + 1);
    if (wanted.includes(file)) files.set(file, { bytes, source: `${archive}:${name}` });
  });
  const missing = Object.values(cifar10Batches).filter((name) => !files.has(name));
  if (missing.length > 0) {
    throw new N3mlError(
      'N3ML_DATASET_NOT_FOUND',
      `There is no ${missing.join(', no ')} in '${archive}'. Is it the binary version of CIFAR-10?`,
      {
        details: { archive, missing },
      },
    );
  }
  return {
    async *batches(batches) {
      for (const batch of batches) yield files.get(cifar10Batches[batch])!;
    },
    classFile: async () => files.get(cifar10ClassFile),
  };
}

async function classNames(files: Cifar10Files): Promise<readonly string[]> {
  const file = await files.classFile();
  if (file === undefined) return cifar10Classes;
  const lines = new TextDecoder().decode(file.bytes).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (new Set(names).size === cifar10Classes.length && names.length === cifar10Classes.length) return Object.freeze(names);
  const message = `'${file.source}' is to name the ${cifar10Classes.length} classes, each in a line, but has ${names.length} lines: ${names.join(', ')}.`;
  throw new N3mlError('N3ML_BAD_CLASSES', message, { details: { source: file.source, names } });
}
