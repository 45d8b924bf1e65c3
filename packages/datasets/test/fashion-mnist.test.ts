import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fashionMnist, mnist } from '@n3ml/datasets';
import { fashionMnistFiles, type IdxFiles, loadFashionMnist, loadMnist } from '@n3ml/datasets/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorServer, mirrorServer, serve } from './mirror-server.ts';
import { writeIdx } from './write-idx.ts';

/** The first labels of the training sets. */
const ofFashion = [9, 0, 0, 3, 0, 2, 7, 2, 5, 5];
const ofDigits = [5, 0, 4, 1, 9, 2, 1, 3, 1, 4];

const parts = Object.keys(fashionMnistFiles) as (keyof IdxFiles)[];
const setOf = (labels: readonly number[]): Readonly<Record<keyof IdxFiles, Uint8Array>> => ({
  trainImages: writeIdx([10, 28, 28], new Uint8Array(10 * 784).fill(1)),
  trainLabels: writeIdx([10], Uint8Array.from(labels)),
  testImages: writeIdx([1, 28, 28], new Uint8Array(784)),
  testLabels: writeIdx([1], Uint8Array.of(9)),
});

let folder: string;
let server: MirrorServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-fashion-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function put(into: string, labels: readonly number[]): Promise<void> {
  await mkdir(into, { recursive: true });
  const files = setOf(labels);
  for (const part of parts) await writeFile(join(into, `${fashionMnistFiles[part].name}.gz`), gzipSync(files[part]));
}

describe('fashion-mnist', () => {
  it('is read like MNIST, with classes of its own', async () => {
    await put(folder, ofFashion);
    const { name, classes, train, test } = await fashionMnist({ dir: folder });
    expect(name).toBe('fashion-mnist');
    expect(classes[train.labels[0]!]).toBe('ankle boot');
    expect(train).toMatchObject({ name: 'fashion-mnist', count: 10, shape: [28, 28], labels: Uint8Array.from(ofFashion) });
    expect(test.count).toBe(1);
  });

  it('comes from its own folder where that of MNIST is beside it, or its files above it', async () => {
    await put(folder, ofDigits);
    await put(join(folder, 'mnist'), ofDigits);
    await put(join(folder, 'fashion-mnist'), ofFashion);
    const env = { N3ML_DATA: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    for (const loading of [fashionMnist({ dir: folder }), loadFashionMnist({}, { env })]) {
      expect([...(await loading).train.labels]).toEqual(ofFashion);
    }
    expect([...(await loadMnist({}, { env })).train.labels]).toEqual(ofDigits);
  });

  it('does not take the files of MNIST in N3ML_DATA for its own', async () => {
    await put(folder, ofDigits);
    await put(join(folder, 'cache', 'n3ml', 'fashion-mnist'), ofFashion);
    const env = { N3ML_DATA: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    expect([...(await loadFashionMnist({}, { env })).train.labels]).toEqual(ofFashion);
  });

  it('is never mixed up with MNIST', async () => {
    await put(folder, ofDigits);
    const labels = join(folder, 'train-labels-idx1-ubyte.gz');
    await expect(fashionMnist({ dir: folder })).rejects.toThrow(
      `'${labels}' holds the labels of MNIST, not those of Fashion-MNIST; their files have the same names. ` +
        "Put those of Fashion-MNIST into a folder 'fashion-mnist'. [N3ML_WRONG_DATASET]",
    );
    await put(folder, ofFashion);
    await expect(mnist({ dir: folder })).rejects.toThrow(`'${labels}' holds the labels of Fashion-MNIST, not those of MNIST;`);
  });

  it('is downloaded once, into a folder of its own, and checked by MD5', async () => {
    const files = setOf(ofFashion);
    const packed = parts.map((part) => [part, gzipSync(files[part])] as const);
    server = await mirrorServer(Object.fromEntries(packed.map(([part, bytes]) => [`/${fashionMnistFiles[part].name}.gz`, serve(bytes)])));
    const env = { XDG_CACHE_HOME: folder, N3ML_FASHION_MNIST_MIRROR: server.url('') };
    await expect(loadFashionMnist({}, { env })).rejects.toThrow(/the MD5 sum [0-9a-f]{32} in place of 8d4fb7e6c68d591d4c3dfef9ec88bf0d/);

    const sums = packed.map(([part, bytes]) => {
      const sum = createHash('md5').update(bytes).digest('hex');
      return [part, { name: fashionMnistFiles[part].name, checksum: { algorithm: 'md5', sum, of: 'file' } }];
    });
    const own = Object.fromEntries(sums) as IdxFiles;
    for (let times = 0; times < 2; times++) {
      expect([...(await loadFashionMnist({}, { env, files: own })).train.labels]).toEqual(ofFashion);
    }
    expect(server.requests.length).toBe(1 + parts.length);
    expect(await readdir(join(folder, 'n3ml'))).toEqual(['fashion-mnist']);
  });
});
