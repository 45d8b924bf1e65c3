import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from '@n3ml/core';
import { readCheckpoint, writeCheckpoint, writeFileAtomic } from '@n3ml/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';

const checkpoint: Checkpoint = {
  model: 'm',
  options: {},
  progress: { epoch: 1 },
  tensors: { w: { shape: [2], data: Float32Array.of(1, 2) } },
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-core-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a checkpoint comes back from its file, and nothing else is left in the folder', async () => {
  const path = join(folder, 'a.safetensors');
  await writeCheckpoint(path, { ...checkpoint, progress: { epoch: 0 } });
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path)).toEqual(checkpoint);
  expect(await readdir(folder)).toEqual(['a.safetensors']);
});

test('what can not be encoded leaves the file that was there', async () => {
  const path = join(folder, 'a.safetensors');
  await writeCheckpoint(path, checkpoint);
  await expect(writeCheckpoint(path, { ...checkpoint, tensors: { w: { shape: [3], data: new Float32Array(2) } } })).rejects.toThrow(
    'N3ML_BAD_TENSOR',
  );
  expect(await readCheckpoint(path)).toEqual(checkpoint);
});

test('of many writers at once one wins as a whole', async () => {
  const path = join(folder, 'a');
  await Promise.all(Array.from({ length: 8 }, (_, k) => writeFileAtomic(path, new Uint8Array(50_000).fill(k))));
  const bytes = await readFile(path);
  expect(bytes.length).toBe(50_000);
  expect(new Set(bytes).size).toBe(1);
  expect(await readdir(folder)).toEqual(['a']);
});

test('a path that can not be written is named with the reason, and nothing is left behind', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'x');
  await mkdir(join(folder, 'taken'));
  const bytes = new Uint8Array(1);
  const failure = async (path: string): Promise<string> =>
    String(await writeFileAtomic(path, bytes).catch((error: Error) => error.message)).replaceAll(folder, '/folder');
  expect(await failure(join(folder, 'none', 'a'))).toMatchInlineSnapshot(
    `"Can't write '/folder/none/a': the folder does not exist. Make the folder first. [N3ML_CANNOT_WRITE]"`,
  );
  expect(await failure(join(file, 'a'))).toMatchInlineSnapshot(
    `"Can't write '/folder/file/a': a part of the path is a file, not a folder. Choose another path. [N3ML_CANNOT_WRITE]"`,
  );
  expect(await failure(join(folder, 'taken'))).toMatchInlineSnapshot(
    `"Can't write '/folder/taken': it is a folder. Give the path of a file. [N3ML_CANNOT_WRITE]"`,
  );
  expect(await failure(join(folder, 'n'.repeat(300)))).toMatch(/: the name is too long\. Choose a shorter one\. \[N3ML_CANNOT_WRITE\]$/);
  expect((await readdir(folder)).sort()).toEqual(['file', 'taken']);
  expect((await stat(join(folder, 'taken'))).isDirectory()).toBe(true);
});

test('a device or a file system that refuses is named with its reason', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has /proc');
  await expect(writeFileAtomic('/proc/n3ml', new Uint8Array(1))).rejects.toMatchObject({
    code: 'N3ML_CANNOT_WRITE',
    details: { path: '/proc/n3ml' },
  });
});

test('a checkpoint that is not there, or is none, is named', async () => {
  const none = join(folder, 'none');
  await expect(readCheckpoint(none)).rejects.toThrow(
    `There is no checkpoint '${none}'. Give the path of a file that a training run has written. [N3ML_CHECKPOINT_NOT_FOUND]`,
  );
  await expect(readCheckpoint(folder)).rejects.toThrow(
    `Can't read '${folder}': it is a folder. Give the path of a file that you may read. [N3ML_CANNOT_READ]`,
  );
  const other = join(folder, 'other');
  await writeFile(other, 'a text of some length');
  await expect(readCheckpoint(other)).rejects.toThrow(
    `'${other}' is not an n3ml checkpoint: it doesn't begin with a safetensors header. [N3ML_NOT_A_CHECKPOINT]`,
  );
});
