import { readFile } from 'node:fs/promises';
import type { Dataset, LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import type { DatasetFilesOptions } from '../dataset-files-options.ts';
import { labelledIdx } from '../labelled-idx.ts';
import { acceptedNames, findIdxFiles, type IdxFile, type IdxFiles } from './idx-files.ts';
import { obtainFiles } from './obtain-files.ts';

/** A dataset of 28 x 28 images in the four files that MNIST has. */
export interface IdxDataset {
  /** Its name, which is that of its folder too. */
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  readonly files: IdxFiles;
  readonly mirrors: readonly string[];
  readonly mirrorVariable: string;
  readonly sharesNames: boolean;
  /** A dataset with files of the same names that must not be taken for this one, and the training labels that it begins with. */
  readonly double: { readonly title: string; readonly firstLabels: readonly number[] };
}

/** Finds or downloads a dataset in the layout of MNIST and reads it. */
export async function loadIdxDataset(dataset: IdxDataset, options: DatasetFilesOptions, env: NodeJS.ProcessEnv): Promise<Dataset> {
  const { name, title, classes, files } = dataset;
  const [raw, , dotted] = acceptedNames(files.trainImages);
  const paths = await obtainFiles(
    {
      ...dataset,
      folder: name,
      find: (folders) => findIdxFiles(folders, files),
      otherForms: `Each may end in .gz, and be spelt with a dot (${dotted} for ${raw}).`,
      downloads: Object.values<IdxFile>({ ...files }).map((file) => ({ ...file, name: `${file.name}.gz` })),
      remedy: `Put the four files of ${title} into a folder '${name}' and name the folder above it in N3ML_DATA, or use the dataset synthetic-digits meanwhile.`,
    },
    options,
    env,
  );
  const [train, test] = await Promise.all([
    readSplit(paths.trainImages, paths.trainLabels, dataset),
    readSplit(paths.testImages, paths.testLabels, dataset),
  ]);
  refuseDouble(train, paths.trainLabels, dataset);
  const origin = { name, synthetic: false };
  return Object.freeze({
    ...origin,
    classes,
    train: Object.freeze({ ...train, ...origin }),
    test: Object.freeze({ ...test, ...origin }),
  });
}

async function readSplit(imagesPath: string, labelsPath: string, { title, classes }: IdxDataset): Promise<LabelledSet> {
  const [images, labels] = await Promise.all([readFile(imagesPath), readFile(labelsPath)]);
  const set = await labelledIdx({ bytes: images, source: imagesPath }, { bytes: labels, source: labelsPath }, classes.length);
  if (set.shape.length === 2 && set.shape.every((length) => length === 28)) return set;
  throw new N3mlError('N3ML_BAD_SHAPE', `'${imagesPath}' has images of shape [${set.shape.join(', ')}]; those of ${title} are [28, 28].`, {
    details: { path: imagesPath, shape: set.shape },
  });
}

function refuseDouble({ labels }: LabelledSet, path: string, { name, title, double }: IdxDataset): void {
  if (!double.firstLabels.every((label, k) => labels[k] === label)) return;
  const message = `'${path}' holds the labels of ${double.title}, not those of ${title}; their files have the same names. Put those of ${title} into a folder '${name}'.`;
  throw new N3mlError('N3ML_WRONG_DATASET', message, { details: { path, expected: title, found: double.title } });
}
