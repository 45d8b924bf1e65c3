import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRegistry } from '@n3ml/core';
import datasets, { mnist } from '@n3ml/datasets';
import { acceptedNames, cacheFolder, checksumOfFile, findMnist, type IdxFiles, loadMnist, mnistFiles } from '@n3ml/datasets/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorServer, mirrorServer, serve } from './mirror-server.ts';
import { writeIdx } from './write-idx.ts';

const pixels = (count: number): Uint8Array => Uint8Array.from({ length: count * 784 }, (_, k) => k % 256);

/** The four files of a MNIST with five training and three test images, by official name. */
const small: Readonly<Record<keyof IdxFiles, Uint8Array>> = {
  trainImages: writeIdx([5, 28, 28], pixels(5)),
  trainLabels: writeIdx([5], Uint8Array.of(5, 0, 4, 1, 1)),
  testImages: writeIdx([3, 28, 28], pixels(3)),
  testLabels: writeIdx([3], Uint8Array.of(7, 2, 1)),
};
const parts = Object.keys(small) as (keyof IdxFiles)[];
const smallFiles = Object.fromEntries(
  parts.map((part) => {
    const sum = createHash('sha256').update(small[part]).digest('hex');
    return [part, { name: mnistFiles[part].name, checksum: { algorithm: 'sha256', sum, of: 'content' } }];
  }),
) as unknown as IdxFiles;

let folder: string;
let server: MirrorServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-mnist-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

/** Puts the small MNIST into a folder; `way` picks one of the accepted names. */
async function put(into: string, way: number): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const part of parts) {
    const name = acceptedNames(mnistFiles[part])[way]!;
    await writeFile(join(into, name), name.endsWith('.gz') ? gzipSync(small[part]) : small[part]);
  }
}

const mirrorOf = (files: Readonly<Record<keyof IdxFiles, Uint8Array>>): Promise<MirrorServer> =>
  mirrorServer(Object.fromEntries(parts.map((part) => [`/m/${mnistFiles[part].name}.gz`, serve(gzipSync(files[part]))])));

describe('mnist in a folder', () => {
  it.each([
    [0, 'raw'],
    [1, 'gzipped'],
    [2, 'dotted'],
    [3, 'dotted and gzipped'],
  ])('is found under its names (%d: %s), in the folder or its subfolder', async (way) => {
    for (const into of ['.', 'mnist']) {
      await put(join(folder, into), way);
      const data = await mnist({ dir: folder });
      expect(data).toMatchObject({ name: 'mnist', synthetic: false });
      expect(data.train).toEqual({
        name: 'mnist',
        synthetic: false,
        count: 5,
        shape: [28, 28],
        values: pixels(5),
        labels: Uint8Array.of(5, 0, 4, 1, 1),
      });
      expect(data.test.labels).toEqual(Uint8Array.of(7, 2, 1));
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
    }
  });

  it('is not downloaded where a folder was named that lacks it', async () => {
    await put(join(folder, 'mnist'), 1);
    await rm(join(folder, 'mnist', 't10k-labels-idx1-ubyte.gz'));
    await expect(mnist({ dir: folder })).rejects.toThrow(
      `There is no MNIST in '${folder}' or its subfolder 'mnist': no t10k-labels-idx1-ubyte. ` +
        "Each may end in .gz, and be spelt with a dot (train-images.idx3-ubyte for train-images-idx3-ubyte). Leave 'dir' out to download MNIST. [N3ML_DATASET_NOT_FOUND]",
    );
    await expect(mnist({ dir: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'N3ML_DATASET_NOT_FOUND',
      details: { missing: parts.map((part) => mnistFiles[part].name) },
    });
  });

  it('has to fit together', async () => {
    await put(folder, 0);
    await writeFile(join(folder, 'train-labels-idx1-ubyte'), writeIdx([4], new Uint8Array(4)));
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'N3ML_COUNT_MISMATCH', details: { images: 5, labels: 4 } });
    await writeFile(join(folder, 'train-labels-idx1-ubyte'), writeIdx([5], Uint8Array.of(0, 1, 2, 3, 10)));
    await expect(mnist({ dir: folder })).rejects.toMatchObject({ code: 'N3ML_BAD_LABEL' });
    await put(folder, 0);
    await writeFile(join(folder, 'train-images-idx3-ubyte'), writeIdx([5, 14, 14], new Uint8Array(5 * 196)));
    await expect(mnist({ dir: folder })).rejects.toThrow(
      `'${join(folder, 'train-images-idx3-ubyte')}' has images of shape [14, 14]; those of MNIST are [28, 28]. [N3ML_BAD_SHAPE]`,
    );
  });
});

describe('mnist without a folder', () => {
  it('comes from N3ML_DATA, else from the cache', async () => {
    await put(join(folder, 'data', 'mnist'), 1);
    await put(join(folder, 'cache', 'n3ml', 'mnist'), 1);
    await writeFile(join(folder, 'cache', 'n3ml', 'mnist', 't10k-labels-idx1-ubyte.gz'), writeIdx([3], Uint8Array.of(1, 1, 1)));
    const env = { XDG_CACHE_HOME: join(folder, 'cache'), N3ML_MNIST_MIRROR: 'http://127.0.0.1:9/' };
    expect((await loadMnist({}, { env: { ...env, N3ML_DATA: join(folder, 'data') } })).test.labels).toEqual(Uint8Array.of(7, 2, 1));
    expect((await loadMnist({}, { env: { ...env, N3ML_DATA: join(folder, 'empty') } })).test.labels).toEqual(Uint8Array.of(1, 1, 1));
    expect((await loadMnist({}, { env })).test.labels).toEqual(Uint8Array.of(1, 1, 1));
  });

  it('is downloaded once, into the cache', async () => {
    server = await mirrorOf(small);
    const env = { XDG_CACHE_HOME: folder, N3ML_MNIST_MIRROR: server.url('/m') };
    const tasks = new Set<string>();
    const data = await loadMnist({ onProgress: ({ task, unit }) => tasks.add(`${task} (${unit})`) }, { env, files: smallFiles });
    expect(data.train.labels).toEqual(Uint8Array.of(5, 0, 4, 1, 1));
    expect([...tasks]).toEqual(parts.map((part) => `download ${mnistFiles[part].name}.gz (bytes)`));
    expect((await readdir(join(folder, 'n3ml', 'mnist'))).sort()).toEqual(parts.map((part) => `${mnistFiles[part].name}.gz`).sort());
    await loadMnist({}, { env, files: smallFiles });
    expect(server.requests.length).toBe(4);
  });

  it('passes over a mirror with other content; the packing is of no account', async () => {
    server = await mirrorServer({
      ...Object.fromEntries(parts.map((part) => [`/bad/${mnistFiles[part].name}.gz`, serve(gzipSync(small.testLabels))])),
      ...Object.fromEntries(parts.map((part) => [`/raw/${mnistFiles[part].name}.gz`, serve(small[part])])),
    });
    const options = { mirror: `${server.url('/bad/')}, ${server.url('/raw')}` };
    const data = await loadMnist(options, { env: { XDG_CACHE_HOME: folder }, files: smallFiles });
    expect(data.train.count).toBe(5);
  });

  it('says which mirrors were tried and what to do', async () => {
    server = await mirrorOf(small);
    const env = { XDG_CACHE_HOME: folder };
    const error: Error = await loadMnist({ mirror: server.url('/m/') }, { env }).then(
      () => new Error('no error'),
      (reason) => reason,
    );
    expect(error.message.replaceAll(folder, '<cache>').replace(/127\.0\.0\.1:\d+/, '<host>')).toMatchInlineSnapshot(`
      "Can't download '<cache>/n3ml/mnist/train-images-idx3-ubyte.gz': no mirror gave it.
        http://<host>/m/train-images-idx3-ubyte.gz: sent a file with the SHA-256 sum 5b582257d78eb88ccee2eb1341f48095204c412358768d0a778892bfa67f8e9c in place of ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db
      Put the four files of MNIST into a folder 'mnist' and name the folder above it in N3ML_DATA, or use the dataset synthetic-digits meanwhile. [N3ML_DOWNLOAD_FAILED]"
    `);
    expect(await readdir(join(folder, 'n3ml', 'mnist'))).toEqual([]);
  });
});

describe('cacheFolder', () => {
  it('follows the custom of the system', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux')).toBe(join('/c', 'n3ml'));
    expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'n3ml'));
    expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'linux')).toMatch(/[\\/]\.cache[\\/]n3ml$/);
  });
});

describe('the plugin', () => {
  const registry = createRegistry().use(datasets);

  it('provides the datasets with the specs of their options', async () => {
    expect(registry.names('dataset')).toEqual(['cifar10', 'fashion-mnist', 'iris', 'mnist', 'synthetic-digits', 'wisconsin', 'xor']);
    expect(Object.keys(registry.optionsOf('dataset', 'mnist'))).toEqual(['dir', 'mirror']);
    expect(registry.create('dataset', 'synthetic-digits', { train: 3, test: 2 }).train.count).toBe(3);
    await put(folder, 1);
    expect((await registry.resolve('dataset', 'mnist', { dir: folder })).test.count).toBe(3);
  });

  it('is typed', () => {
    // @ts-expect-error an option that isn't there
    expect(registry.create('dataset', 'synthetic-digits', { trian: 3, train: 1, test: 1 }).synthetic).toBe(true);
    // @ts-expect-error a name that isn't there
    expect(() => registry.create('dataset', 'mnis')).toThrow("No dataset 'mnis'. Did you mean 'mnist'?");
  });
});

const data = process.env.N3ML_DATA;
const found = data !== undefined && 'paths' in (await findMnist(data, mnistFiles));
describe('the real MNIST', () => {
  beforeEach(({ skip }) => skip(!found, 'N3ML_DATA names no folder with MNIST'));

  it('has the content that the checksums stand for', async () => {
    const search = await findMnist(data!, mnistFiles);
    if (!('paths' in search)) throw new Error('the files were there a moment ago');
    for (const part of parts) {
      const { algorithm, sum, of } = mnistFiles[part].checksum;
      expect(await checksumOfFile(search.paths[part], algorithm, of)).toBe(sum);
    }
  });

  it('has 60,000 and 10,000 images with the labels and the mean that are known', async () => {
    const { train, test } = await mnist();
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const counts = new Array<number>(10).fill(0);
    for (const label of train.labels) counts[label]!++;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    let sum = 0;
    for (const value of train.values) sum += value;
    expect(sum / train.values.length / 255).toBeCloseTo(0.1307, 4);
  });

  it('can be downloaded and passes the checksums', async () => {
    const search = await findMnist(data!, mnistFiles);
    if (!('paths' in search)) throw new Error('the files were there a moment ago');
    const files = await Promise.all(
      parts.map(async (part) => [`/${mnistFiles[part].name}.gz`, serve(await readFile(search.paths[part]))] as const),
    );
    server = await mirrorServer(Object.fromEntries(files));
    const { train } = await loadMnist({ mirror: server.url('/') }, { env: { XDG_CACHE_HOME: folder } });
    expect(train.count).toBe(60_000);
    expect(existsSync(join(folder, 'n3ml', 'mnist', 'train-images-idx3-ubyte.gz'))).toBe(true);
  });
});
