import { readFile } from 'node:fs/promises';
import type { Dataset } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { divided } from '../divided.ts';
import { labelledSet } from '../labelled-set.ts';
import { stratifiedSplit } from '../stratified-split.ts';
import type { WisconsinOptions } from '../wisconsin.ts';
import { type WisconsinRows, wisconsinRows, withMedians, withoutMissing } from '../wisconsin-rows.ts';
import type { Checksum } from './checksum-of-file.ts';
import { findFiles } from './find-files.ts';
import { obtainFiles } from './obtain-files.ts';
import type { Surroundings } from './surroundings.ts';

const name = 'wisconsin';
const file = 'breast-cancer-wisconsin.data';

/** How the file is known to be the right one: by its sum where it is downloaded, by what is in it wherever it comes from. */
export interface WisconsinFile {
  readonly checksum: Checksum;
  readonly benign: number;
  readonly malignant: number;
}

const original: WisconsinFile = {
  checksum: { algorithm: 'sha256', sum: '402c585309c399237740f635ef9919dc512cca12cbeb20de5e563a4593f22b64', of: 'file' },
  benign: 458,
  malignant: 241,
};

/** Finds or downloads the file and reads it: `wisconsin` is this function, loaded when it is called. */
export async function loadWisconsin(
  options: WisconsinOptions = {},
  { env = process.env, expected = original }: Surroundings & { readonly expected?: WisconsinFile } = {},
): Promise<Dataset> {
  const { data: path } = await obtainFiles(
    {
      title: 'Breast Cancer Wisconsin',
      folder: name,
      find: (folders) => findFiles(folders, { data: [file] }),
      otherForms: 'It is the original file of 699 lines, not the one of 569 (wdbc.data).',
      downloads: [{ name: file, checksum: expected.checksum }],
      mirrors: [
        'https://archive.ics.uci.edu/ml/machine-learning-databases/breast-cancer-wisconsin/',
        'https://raw.githubusercontent.com/jbrownlee/Datasets/master/',
      ],
      mirrorVariable: 'N3ML_WISCONSIN_MIRROR',
      remedy: `Put ${file} into a folder and name it in N3ML_DATA, or use the dataset iris meanwhile.`,
    },
    options,
    env,
  );
  const rows = wisconsinRows(await readFile(path, 'utf8'), `'${path}'`);
  refuseOthers(rows, path, expected);
  const { values, labels } = options.missing === 'median' ? withMedians(rows, trainingRows(rows, options)) : withoutMissing(rows);
  return divided(
    labelledSet({ shape: [9], values, labels, classes: 2, source: `'${path}'`, name, synthetic: false }),
    name,
    ['benign', 'malignant'],
    options,
  );
}

/** The rows that {@link divided} will give to training. */
const trainingRows = ({ labels }: WisconsinRows, { split = 0, testFraction = 0.2 }: WisconsinOptions): Uint32Array =>
  stratifiedSplit(labels, [testFraction], split)[0];

function refuseOthers({ labels }: WisconsinRows, path: string, { benign, malignant }: WisconsinFile): void {
  const found = labels.filter((label) => label === 1).length;
  if (labels.length === benign + malignant && found === malignant) return;
  throw new N3mlError(
    'N3ML_WRONG_DATASET',
    `'${path}' has ${labels.length - found} benign and ${found} malignant samples; Breast Cancer Wisconsin (original) has ${benign} and ${malignant}. Remove the file to have it downloaded.`,
    { details: { path, benign: labels.length - found, malignant: found } },
  );
}
