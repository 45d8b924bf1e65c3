import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cifar10, cifar10Classes, cifar10Statistics, labelledCifar10, slice } from '@n3ml/datasets';
import { cifar10Archive, cifar10Batches, findCifar10, loadCifar10 } from '@n3ml/datasets/node';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBatchSizes } from '../src/node/check-batch-sizes.ts';
import { type MirrorServer, mirrorServer, serve } from './mirror-server.ts';
import { type Cifar10Image, writeCifar10 } from './write-cifar10.ts';
import { writeTar } from './write-tar.ts';

const image = (label: number, seed: number): Cifar10Image => ({
  label,
  pixels: Uint8Array.from({ length: 3072 }, (_, k) => (k * 7 + (k >> 8) * 3 + seed * 31) & 255),
});

/** A small CIFAR-10: two images in each batch; the labels of training are 0 to 9. */
const names = Object.values(cifar10Batches);
const images = names.map((_, k) => (k < 5 ? [image(2 * k, 2 * k), image(2 * k + 1, 2 * k + 1)] : [image(3, 50), image(7, 51)]));
const small = names.map((name, k) => ({ name, bytes: writeCifar10(images[k]!) }));
const pixelsOf = (batches: readonly (readonly Cifar10Image[])[]): Uint8Array =>
  Uint8Array.from(batches.flat().flatMap(({ pixels }) => [...pixels]));

/** The order of the official archive. */
const inArchive = [0, 2, 3, 5, 1, 4].map((k) => ({ ...small[k]!, name: `cifar-10-batches-bin/${small[k]!.name}` }));
const archive = gzipSync(writeTar([{ name: 'cifar-10-batches-bin/', type: '5' }, ...inArchive]));

let folder: string;
let server: MirrorServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-cifar10-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function put(into: string, packed: boolean): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const { name, bytes } of small) await writeFile(join(into, packed ? `${name}.gz` : name), packed ? gzipSync(bytes) : bytes);
}

async function expectSmall(loading: ReturnType<typeof cifar10>): Promise<void> {
  const { train, test, ...rest } = await loading;
  const origin = { name: 'cifar10', synthetic: false };
  expect(rest).toEqual({ ...origin, classes: cifar10Classes });
  expect(train).toEqual({
    ...origin,
    count: 10,
    shape: [32, 32, 3],
    values: pixelsOf(images.slice(0, 5)),
    labels: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
  });
  expect(test).toEqual({ ...origin, count: 2, shape: [32, 32, 3], values: pixelsOf(images.slice(5)), labels: Uint8Array.of(3, 7) });
}

describe('labelledCifar10', () => {
  it('makes channels of planes', async () => {
    const record = new Uint8Array(3073).fill(10, 1, 1025).fill(20, 1025, 2049).fill(30, 2049);
    record[0] = 4;
    record[1 + 1024 + 32 * 5 + 6] = 99; // green of row 5, column 6
    const { shape, values, labels } = await labelledCifar10([{ bytes: record, source: 'a' }]);
    expect([shape, [...labels]]).toEqual([[32, 32, 3], [4]]);
    expect([...values.subarray(0, 6)]).toEqual([10, 20, 30, 10, 20, 30]);
    expect([...values.subarray((32 * 5 + 6) * 3, (32 * 5 + 7) * 3)]).toEqual([10, 99, 30]);
    expect([...values].reduce((sum, value) => sum + value)).toBe(1024 * 60 + 79);
  });

  it('reads back what was written, raw or gzipped', async () => {
    const batch = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(1000)), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 2 }), fc.boolean(), async (batches, packed) => {
        const made = batches.map((list) => list.map(([label, seed]) => image(label, seed)));
        const files = made.map((list) => (packed ? gzipSync(writeCifar10(list)) : writeCifar10(list)));
        const set = await labelledCifar10(files.map((bytes, k) => ({ bytes, source: `${k}` })));
        expect([...set.labels]).toEqual(made.flat().map(({ label }) => label));
        expect(set.values).toEqual(pixelsOf(made));
        expect(Object.getPrototypeOf(set.values)).toBe(Uint8Array.prototype);
      }),
      { numRuns: 20 },
    );
  });

  const good = writeCifar10([image(1, 1), image(2, 2)]);
  it.each([
    [
      good.subarray(0, 4000),
      "'b.bin' has 4000 bytes, which is 1 records of CIFAR-10 (3073 bytes each: a label, then 32 x 32 of red, green and blue) and 927 bytes more. " +
        'It is cut off, or another dataset. [N3ML_CIFAR10_FORMAT]',
    ],
    [
      new Uint8Array(2 * 3074),
      "'b.bin' has 6148 bytes, which is 2 records of CIFAR-10 (3073 bytes each: a label, then 32 x 32 of red, green and blue) and 2 bytes more. " +
        'It is cut off, or another dataset. [N3ML_CIFAR10_FORMAT]',
    ],
    [
      writeCifar10([image(9, 1), image(10, 2)]),
      "Record 1 of 'b.bin' has label 10, but the classes of CIFAR-10 go from 0 to 9. [N3ML_BAD_LABEL]",
    ],
    [new Uint8Array(), "'b.bin' is empty. [N3ML_EMPTY_DATASET]"],
    [gzipSync(good).subarray(0, 100), "'b.bin' is a damaged or incomplete gzip file. Delete it and fetch it again. [N3ML_GZIP_CORRUPT]"],
  ])('names the file that is wrong, and what was found (%#)', async (bytes, message) => {
    const files = [
      { bytes: good, source: 'a.bin' },
      { bytes, source: 'b.bin' },
    ];
    await expect(labelledCifar10(files)).rejects.toThrow(message);
  });
});

describe('cifar10 in a folder', () => {
  it.each([
    ['raw', false],
    ['gzipped', true],
  ])('is found as batches (%s), in the folder or its subfolder', async (_, packed) => {
    for (const into of ['.', 'cifar-10-batches-bin']) {
      await put(join(folder, into), packed);
      await expectSmall(cifar10({ dir: folder }));
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
    }
  });

  it('is found as the archive, whatever the order in it', async () => {
    await writeFile(join(folder, cifar10Archive.name), archive);
    await expectSmall(cifar10({ dir: folder }));
  });

  it('has the class names of batches.meta.txt', async () => {
    const words = [...'abcdefghij'];
    await put(folder, false);
    await writeFile(join(folder, 'batches.meta.txt'), `${words.join('\n')}\n\n`);
    expect((await cifar10({ dir: folder })).classes).toEqual(words);
    await writeFile(join(folder, 'batches.meta.txt'), 'a\r\nb\r\nb\r\n');
    await expect(cifar10({ dir: folder })).rejects.toThrow(
      `'${join(folder, 'batches.meta.txt')}' is to name the 10 classes, each in a line, but has 3 lines: a, b, b. [N3ML_BAD_CLASSES]`,
    );
    const meta = { name: 'x/batches.meta.txt', bytes: new TextEncoder().encode(words.join('\n')) };
    await mkdir(join(folder, 'packed'));
    await writeFile(join(folder, 'packed', cifar10Archive.name), gzipSync(writeTar([...inArchive, meta])));
    expect((await cifar10({ dir: join(folder, 'packed') })).classes).toEqual(words);
  });

  it('is not downloaded where a folder was named that lacks it', async () => {
    await put(folder, true);
    await rm(join(folder, 'data_batch_4.bin.gz'));
    await expect(cifar10({ dir: folder })).rejects.toThrow(
      `There is no CIFAR-10 in '${folder}' or its subfolder 'cifar-10-batches-bin': no data_batch_4.bin. ` +
        "Each may end in .gz, and the archive cifar-10-binary.tar.gz does in place of them all. Leave 'dir' out to download CIFAR-10. [N3ML_DATASET_NOT_FOUND]",
    );
  });

  it('names the batch that is wrong', async () => {
    await put(folder, false);
    await writeFile(join(folder, 'data_batch_2.bin'), small[1]!.bytes.subarray(0, 5000));
    await expect(cifar10({ dir: folder })).rejects.toMatchObject({
      code: 'N3ML_CIFAR10_FORMAT',
      details: { source: join(folder, 'data_batch_2.bin'), bytes: 5000 },
    });
  });

  it('refuses a batch that was cut off where a record ends', async () => {
    await put(folder, false);
    await truncate(join(folder, 'data_batch_2.bin'), 10_000 * 3073);
    await expect(cifar10({ dir: folder })).rejects.toThrow(
      `'${join(folder, 'data_batch_1.bin')}' has 2 records, but batches beside it have 10000, as those of CIFAR-10 do: it is incomplete. Fetch it again; for fewer samples load all and take a part. [N3ML_CIFAR10_FORMAT]`,
    );
    const paths = names.map((name) => join(folder, name));
    for (const name of paths) await truncate(name, 10_000 * 3073);
    await expect(checkBatchSizes(paths)).resolves.toBeUndefined();
    await truncate(paths.at(-1)!, 9_999 * 3073);
    await expect(checkBatchSizes(paths)).rejects.toThrow(`'${paths.at(-1)}' has 9999 records`);
    for (const name of paths) await truncate(name, 500 * 3073);
    await expect(checkBatchSizes(paths)).resolves.toBeUndefined();
  });

  it('tells what is wrong with an archive', async () => {
    const path = join(folder, cifar10Archive.name);
    await writeFile(path, gzipSync(writeTar(inArchive.slice(1))));
    await expect(cifar10({ dir: folder })).rejects.toThrow(
      `There is no data_batch_1.bin in '${path}'. Is it the binary version of CIFAR-10? [N3ML_DATASET_NOT_FOUND]`,
    );
    await writeFile(path, archive.subarray(0, archive.length - 100));
    await expect(cifar10({ dir: folder })).rejects.toMatchObject({ code: 'N3ML_GZIP_CORRUPT', details: { source: path } });
    await writeFile(path, 'a page that says no');
    await expect(cifar10({ dir: folder })).rejects.toMatchObject({ code: 'N3ML_GZIP_CORRUPT' });
    await writeFile(path, gzipSync(writeTar(inArchive).subarray(0, 9000)));
    await expect(cifar10({ dir: folder })).rejects.toMatchObject({ code: 'N3ML_TAR_TRUNCATED' });
    const wrong = writeCifar10([image(11, 0)]);
    await writeFile(path, gzipSync(writeTar([...inArchive.slice(1), { name: 'x/data_batch_1.bin', bytes: wrong }])));
    await expect(cifar10({ dir: folder })).rejects.toThrow(`Record 0 of '${path}:x/data_batch_1.bin' has label 11`);
  });
});

describe('cifar10 without a folder', () => {
  const checksum = { algorithm: 'sha256', sum: createHash('sha256').update(archive).digest('hex'), of: 'file' } as const;

  it('comes from N3ML_DATA', async () => {
    await put(join(folder, 'cifar-10-batches-bin'), true);
    await expectSmall(loadCifar10({}, { env: { N3ML_DATA: folder, XDG_CACHE_HOME: join(folder, 'no') } }));
  });

  it('is downloaded once, into the cache', async () => {
    server = await mirrorServer({ '/m/cifar-10-binary.tar.gz': serve(archive) });
    const env = { XDG_CACHE_HOME: folder, N3ML_CIFAR10_MIRROR: server.url('/m') };
    const tasks = new Set<string>();
    await expectSmall(loadCifar10({ onProgress: ({ task, unit }) => tasks.add(`${task} (${unit})`) }, { env, checksum }));
    expect([...tasks]).toEqual(['download cifar-10-binary.tar.gz (bytes)']);
    expect(await readdir(join(folder, 'n3ml', 'cifar-10-batches-bin'))).toEqual(['cifar-10-binary.tar.gz']);
    await expectSmall(loadCifar10({}, { env, checksum }));
    expect(server.requests.length).toBe(1);
  });

  it('has to have the official checksum', async () => {
    server = await mirrorServer({ '/cifar-10-binary.tar.gz': serve(archive) });
    const loading = loadCifar10({ mirror: server.url('') }, { env: { XDG_CACHE_HOME: folder } });
    await expect(loading).rejects.toThrow('in place of c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd');
    expect(await readdir(join(folder, 'n3ml', 'cifar-10-batches-bin'))).toEqual([]);
  });
});

const data = process.env.N3ML_DATA;
const found = data !== undefined && 'paths' in (await findCifar10(data));
describe('the real CIFAR-10', () => {
  beforeEach(({ skip }) => skip(!found, 'N3ML_DATA names no folder with CIFAR-10'));

  it('has 5,000 and 1,000 images of each class, with the statistics that are known', async () => {
    const { train, test, classes } = await cifar10();
    expect([train.count, test.count]).toEqual([50_000, 10_000]);
    expect(classes).toEqual(cifar10Classes);
    for (const set of [train, test]) {
      const counts = new Array<number>(10).fill(0);
      for (const label of set.labels) counts[label]!++;
      expect(counts).toEqual(new Array(10).fill(set.count / 10));
    }
    const sums = [0, 0, 0];
    for (let at = 0; at < train.values.length; at++) sums[at % 3]! += train.values[at]!;
    const deviations = averageDeviations(slice(train, 0, 10_000).values);
    for (let channel = 0; channel < 3; channel++) {
      expect(Math.abs(sums[channel]! / 50_000 / 1024 / 255 - cifar10Statistics.mean[channel]!)).toBeLessThan(0.001);
      expect(Math.abs(deviations[channel]! - cifar10Statistics.std[channel]!)).toBeLessThan(0.003);
    }
  }, 60_000);
});

/** The standard deviation within an image, averaged over the images, for each channel of values 0..1. */
function averageDeviations(values: Uint8Array | Float32Array): number[] {
  const totals = [0, 0, 0];
  const count = values.length / 3072;
  for (let k = 0; k < count; k++) {
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      let squares = 0;
      for (let at = k * 3072 + channel; at < (k + 1) * 3072; at += 3) {
        const value = values[at]! / 255;
        sum += value;
        squares += value * value;
      }
      totals[channel]! += Math.sqrt(squares / 1024 - (sum / 1024) ** 2) / count;
    }
  }
  return totals;
}
