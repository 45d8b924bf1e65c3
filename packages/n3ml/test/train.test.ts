import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistry } from '@n3ml/core';
import { readCheckpoint } from '@n3ml/core/node';
import observers from '@n3ml/observers';
import recording from '@n3ml/recording/node';
import { describe, expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';
import { tinyPlugin } from './support/tiny-plugin.ts';

describe('n3ml train', () => {
  test('writes a run folder and tells what to do next', async () => {
    const { cwd, run } = await openTerminal();
    const { code, out, err } = await run('train tiny --out a');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Trained tiny on 12 samples of synthetic-bits (synthetic data).
      "
    `);
    expect(err).toContain('Next: npx n3ml assign a, then npx n3ml infer a');
    expect((await readdir(join(cwd, 'a'))).sort()).toEqual(['checkpoint.safetensors', 'events.jsonl', 'report.html', 'run.json']);
    expect(await readFile(join(cwd, 'a/report.html'), 'utf8')).toContain('SYNTHETIC');
  });

  test('finds a free folder where none is named', async () => {
    const { cwd, run } = await openTerminal();
    await run('train tiny');
    await run('train tiny');
    expect((await readdir(join(cwd, 'runs'))).sort()).toEqual(['tiny', 'tiny-2']);
  });

  test('gives model and dataset the options of their flags', async () => {
    const { cwd, run } = await openTerminal();
    await run('train tiny --gain 2 --synthetic-bits.train 4 --out a');
    const { options, progress, tensors } = await readCheckpoint(join(cwd, 'a/checkpoint.safetensors'));
    expect(options).toEqual({ gain: 2, failAt: -1 });
    expect(progress).toEqual({ done: 4 });
    // samples 0 1 0 1: ((2 * 0.9) * 0.9 + 2)
    expect(tensors.sum?.data[0]).toBeCloseTo(2 * 0.81 + 2, 12);
  });

  test('with --json stdout is JSON lines and ends in run:end', async () => {
    const { run } = await openTerminal();
    const { lines, out } = await run('train tiny --samples 4 --checkpoint-every 2 --json --out a');
    expect(lines().map(({ type }) => type)).toMatchInlineSnapshot(`
      [
        "run:start",
        "sample:end",
        "sample:end",
        "checkpoint",
        "sample:end",
        "sample:end",
        "checkpoint",
        "run:end",
      ]
    `);
    expect(lines()[0]).toMatchObject({ data: 'synthetic-bits', synthetic: true, samples: 4 });
    expect(lines().at(-1)).toEqual({ type: 'run:end', finished: true, results: { samples: 4 }, seconds: 0 });
    expect(out).not.toContain('Trained');
  });

  test('--quiet leaves the outcome alone', async () => {
    const { run } = await openTerminal();
    const { out, err } = await run('train tiny --quiet --out a');
    expect(err).toBe('');
    expect(out).toContain('Trained tiny');
  });

  test('an observer that fails is told of, with its option, and the run goes on', async () => {
    const { run } = await openTerminal();
    const { code, err } = await run('train tiny --observe loud --loud.max-spikes 7 --quiet --out a');
    expect(code).toBe(0);
    expect(err).toMatchInlineSnapshot(`
      "Observer 'loud' failed and was detached: at most 7
      "
    `);
  });

  test('a failure after the first sample is no bad input, and keeps the last checkpoint', async () => {
    const { cwd, run } = await openTerminal();
    const { code, err } = await run('train tiny --fail-at 5 --checkpoint-every 2 --quiet --out a');
    expect(code).toBe(1);
    expect(err).toBe('Sample 5 is too much. [N3ML_TINY]\n');
    expect((await readCheckpoint(join(cwd, 'a/checkpoint.safetensors'))).progress).toEqual({ done: 4 });
  });

  test('a failure before the first sample leaves no folder, and is an error line with --json', async () => {
    const { cwd, run } = await openTerminal();
    const { code, lines } = await run('train tiny --fail-at 0 --json --out deep/a');
    expect(code).toBe(2);
    expect(lines().at(-1)).toEqual({ type: 'error', code: 'N3ML_TINY', message: 'Sample 0 is too much. [N3ML_TINY]' });
    expect(existsSync(join(cwd, 'deep'))).toBe(false);
  });

  test('--overwrite replaces a run and leaves other files alone', async () => {
    const { cwd, run } = await openTerminal();
    await run('train tiny --out a');
    await writeFile(join(cwd, 'a/notes.txt'), 'mine');
    expect((await run('train tiny --out a --samples 3 --overwrite')).code).toBe(0);
    expect((await readCheckpoint(join(cwd, 'a/checkpoint.safetensors'))).progress).toEqual({ done: 3 });
    expect(await readFile(join(cwd, 'a/notes.txt'), 'utf8')).toBe('mine');
  });

  test('--overwrite removes what observers have written, under the names of all verbs and parts, and nothing else', async () => {
    const terminal = await openTerminal();
    const run = (command: string) =>
      terminal.run(command, { createRegistry: () => createRegistry().use(observers, recording, tinyPlugin) });
    const folder = join(terminal.cwd, 'a');
    const watched = '--quiet --observe record,csv,tensorboard';
    expect((await run(`train tiny --out a ${watched}`)).code).toBe(0);
    const first = await readFile(join(folder, 'events.tfevents'));
    expect((await run(`train --resume --out a --epochs 2 ${watched}`)).code).toBe(0);
    expect(await readFile(join(folder, 'events.tfevents'))).toEqual(first);
    expect((await run(`replay a ${watched} --json`)).code).toBe(0);
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['events-2.n3ml', 'metrics-2.csv', 'events-2.tfevents', 'replay-events.n3ml', 'replay-events.tfevents']),
    );
    const mine = ['copy-1.n3ml', 'infer-notes.csv', 'notes.txt', 'old-2.tfevents'];
    for (const name of mine) await writeFile(join(folder, name), 'mine');
    expect((await run('train tiny --out a --quiet --overwrite')).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([...mine, 'checkpoint.safetensors', 'events.jsonl', 'report.html', 'run.json'].sort());
    for (const name of mine) expect(await readFile(join(folder, name), 'utf8')).toBe('mine');
  });
});
