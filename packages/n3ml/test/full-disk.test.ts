import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));

// A disk that has room for so many files written atomically: checkpoint, run.json, report and pictures are.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const open = (path: string, flags?: string) => {
    if (flags === 'wx' && disk.room-- <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, open'), { code: 'ENOSPC' });
    return real.open(path, flags);
  };
  return { ...real, default: { ...real, open }, open };
});

test('a disk that is full before the first checkpoint: nothing is left', async () => {
  const { cwd, run } = await openTerminal();
  disk.room = 1; // run.json
  const { code, err } = await run('train tiny --quiet --out runs/a');
  disk.room = Number.POSITIVE_INFINITY;
  expect(err).toBe(
    "Can't write '<cwd>/runs/a/checkpoint.safetensors': the disk is full. Free some space or choose another folder. [N3ML_CANNOT_WRITE]\n",
  );
  expect(code).toBe(1);
  expect(await readdir(cwd)).toEqual([]);
});

test('a disk that fills up later: the last checkpoint is whole, and the run goes on from it', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --checkpoint-every 4 --quiet --out whole');
  disk.room = 2; // run.json and the checkpoint after four samples
  expect((await run('train tiny --checkpoint-every 4 --quiet --out part')).code).toBe(1);
  disk.room = Number.POSITIVE_INFINITY;
  expect((await readdir(join(cwd, 'part'))).sort()).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
  expect((await run('train --resume --quiet --out part')).code).toBe(0);
  const checkpoint = 'checkpoint.safetensors';
  expect(await readFile(join(cwd, 'part', checkpoint))).toEqual(await readFile(join(cwd, 'whole', checkpoint)));
});

test('a disk that is full while labels are assigned: the run is as it was', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --quiet --out a');
  const before = await readFile(join(cwd, 'a/checkpoint.safetensors'));
  disk.room = 0;
  expect((await run('assign a --quiet')).code).not.toBe(0);
  disk.room = Number.POSITIVE_INFINITY;
  expect(await readFile(join(cwd, 'a/checkpoint.safetensors'))).toEqual(before);
  expect((await readdir(join(cwd, 'a'))).filter((name) => name.startsWith('.'))).toEqual([]);
});
