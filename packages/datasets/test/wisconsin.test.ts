import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wisconsin, wisconsinRows } from '@n3ml/datasets';
import { loadWisconsin } from '@n3ml/datasets/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorServer, mirrorServer, serve } from './mirror-server.ts';

const name = 'breast-cancer-wisconsin.data';

/** A small file of the same form: 20 benign and 10 malignant samples; the first two features tell the line, the sixth is missing in lines 2 and 24. */
const gaps = [2, 24];
const lines = Array.from({ length: 30 }, (_, k) => {
  const nuclei = gaps.includes(k) ? '?' : 1 + ((k * 3) % 10);
  return [1000000 + k, 1 + (k % 10), 1 + Math.floor(k / 10), 3, 4, 5, nuclei, 7, 8, 9, k < 20 ? 2 : 4];
});
const text = `${lines.map((line) => line.join(',')).join('\n')}\n`;
const expected = {
  checksum: { algorithm: 'sha256', sum: createHash('sha256').update(text).digest('hex'), of: 'file' },
  benign: 20,
  malignant: 10,
} as const;

let folder: string;
let server: MirrorServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-wisconsin-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

describe('wisconsinRows', () => {
  it('reads features, classes and what is missing', () => {
    const { values, labels } = wisconsinRows('1000025,5,1,1,1,2,1,3,1,1,2\r\n1057013,8,4,5,1,2,?,7,3,1,4\n\n', 'a file');
    expect([...labels]).toEqual([0, 1]);
    expect([...values]).toEqual([5, 1, 1, 1, 2, 1, 3, 1, 1, 8, 4, 5, 1, 2, Number.NaN, 7, 3, 1]);
  });

  it.each([
    ['too few features', '1000025,5,1,1,1,2,1,3,1,2'],
    ['too many', '1000025,5,1,1,1,2,1,3,1,1,1,2'],
    ['a feature of 0', '1000025,0,1,1,1,2,1,3,1,1,2'],
    ['an empty feature', '1000025,,1,1,1,2,1,3,1,1,2'],
    ['words', 'id,clump,size,shape,adhesion,epithelium,nuclei,chromatin,nucleoli,mitoses,class'],
    ['another class', '1000025,5,1,1,1,2,1,3,1,1,3'],
  ])('refuses a line with %s', (_, line) => {
    expect(() => wisconsinRows(`1000025,5,1,1,1,2,1,3,1,1,2\n${line}`, "'some.data'")).toThrow(
      /^Line 2 of 'some.data' is '.*N3ML_BAD_ROW]$/,
    );
  });

  it('says what a line is to have', () => {
    expect(() => wisconsinRows('1,2,3', "'some.data'")).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Line 1 of 'some.data' is '1,2,3': it is to have a number, nine features from 1 to 10 (or ?) and the class 2 or 4, with commas between. [N3ML_BAD_ROW]]`,
    );
  });
});

describe('wisconsin', () => {
  it.each(['.', 'wisconsin'])('reads the file in the folder (%s)', async (sub) => {
    await mkdir(join(folder, sub), { recursive: true });
    await writeFile(join(folder, sub, name), text);
    const { train, test, ...rest } = await loadWisconsin({ dir: folder }, { expected });
    expect(rest).toEqual({ name: 'wisconsin', synthetic: false, classes: ['benign', 'malignant'] });
    expect([train.count, test.count]).toEqual([22, 6]);
    expect(train.shape).toEqual([9]);
    // 19 benign and 9 malignant samples have all features
    expect(train.labels.filter((label) => label === 1)).toHaveLength(7);
    expect(test.labels.filter((label) => label === 1)).toHaveLength(2);
  });

  it("puts the median of the training samples where a feature is missing, with missing: 'median'", async () => {
    await writeFile(join(folder, name), text);
    for (const split of [0, 1, 2]) {
      const { train, test } = await loadWisconsin({ dir: folder, missing: 'median', split }, { expected });
      expect(train.count + test.count).toBe(30);
      const nuclei = [train, test].map(({ count, values }) =>
        Array.from({ length: count }, (_, row) => {
          const [units, tens, , , , sixth] = values.subarray(9 * row, 9 * row + 9);
          return { line: units! - 1 + 10 * (tens! - 1), sixth: sixth! };
        }),
      );
      const known = nuclei[0]!.filter(({ line }) => !gaps.includes(line)).map(({ sixth }) => sixth);
      const median = known.sort((a, b) => a - b)[Math.floor(known.length / 2)];
      const filled = nuclei.flat().filter(({ line }) => gaps.includes(line));
      expect(filled.map(({ sixth }) => sixth)).toEqual([median, median]);
    }
  });

  it('downloads it once, checked by its sum', async () => {
    server = await mirrorServer({ [`/${name}`]: serve(Buffer.from(text)) });
    const options = { mirror: server.url('') };
    const surroundings = { expected, env: { XDG_CACHE_HOME: folder } };
    const first = await loadWisconsin(options, surroundings);
    expect(await loadWisconsin(options, surroundings)).toEqual(first);
    expect(server.requests).toHaveLength(1);
  });

  it('refuses a download with another sum', async () => {
    server = await mirrorServer({ [`/${name}`]: serve(Buffer.from(text)) });
    await expect(loadWisconsin({ mirror: server.url('') }, { env: { XDG_CACHE_HOME: folder } })).rejects.toThrow(
      /sent a file with the sha-?256 sum .* in place of 402c5853[\s\S]*or use the dataset iris meanwhile\. \[N3ML_DOWNLOAD_FAILED]$/i,
    );
  });

  it('refuses a file with other samples, and a folder without the file', async () => {
    await expect(wisconsin({ dir: folder })).rejects.toThrow(
      `There is no Breast Cancer Wisconsin in '${folder}' or its subfolder 'wisconsin': no ${name}. It is the original file of 699 lines, not the one of 569 (wdbc.data). Leave 'dir' out to download Breast Cancer Wisconsin. [N3ML_DATASET_NOT_FOUND]`,
    );
    await writeFile(join(folder, name), text);
    await expect(wisconsin({ dir: folder })).rejects.toThrow(
      `'${join(folder, name)}' has 20 benign and 10 malignant samples; Breast Cancer Wisconsin (original) has 458 and 241. Remove the file to have it downloaded. [N3ML_WRONG_DATASET]`,
    );
  });
});
