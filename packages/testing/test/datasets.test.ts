import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cifar10, fashionMnist, iris, syntheticDigits, xor } from '@n3ml/datasets';
import { afterAll, beforeAll } from 'vitest';
import { testDataset } from '../src/index.ts';

testDataset('iris', () => iris({ split: 1 }));
testDataset('synthetic-digits', () => syntheticDigits({ train: 120, test: 20 }), {
  refused: { 'a number of images that is not whole': () => syntheticDigits({ train: 1.5 }) },
});
testDataset('xor', () => xor());

/** One sample of each class, in the files of the official datasets. */
const classes = Uint8Array.from({ length: 10 }, (_, label) => label);
const images = Uint8Array.from({ length: 10 * 784 }, (_, k) => k % 251);
const cifar10Batch = new Uint8Array(10 * 3073).map((_, k) => (k % 3073 === 0 ? k / 3073 : k % 251));
const files: Readonly<Record<string, Uint8Array>> = {
  'fashion-mnist/train-images-idx3-ubyte': Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28, ...images),
  'fashion-mnist/train-labels-idx1-ubyte': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 10, ...classes),
  'fashion-mnist/t10k-images-idx3-ubyte': Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28, ...images),
  'fashion-mnist/t10k-labels-idx1-ubyte': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 10, ...classes),
  'cifar-10-batches-bin/data_batch_1.bin': cifar10Batch,
  'cifar-10-batches-bin/data_batch_2.bin': cifar10Batch,
  'cifar-10-batches-bin/data_batch_3.bin': cifar10Batch,
  'cifar-10-batches-bin/data_batch_4.bin': cifar10Batch,
  'cifar-10-batches-bin/data_batch_5.bin': cifar10Batch,
  'cifar-10-batches-bin/test_batch.bin': cifar10Batch,
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'n3ml-datasets-'));
  for (const folder of ['fashion-mnist', 'cifar-10-batches-bin']) await mkdir(join(dir, folder));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(dir, name), bytes);
});
afterAll(() => rm(dir, { recursive: true }));

const nowhere = () => join(dir, 'nowhere');
testDataset('fashion-mnist', () => fashionMnist({ dir }), {
  refused: { 'a folder that is not there': () => fashionMnist({ dir: nowhere() }) },
});
testDataset('cifar10', () => cifar10({ dir }), { refused: { 'a folder that is not there': () => cifar10({ dir: nowhere() }) } });
