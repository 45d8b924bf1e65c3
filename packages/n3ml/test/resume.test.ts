import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const checkpointOf = (cwd: string, run: string): Promise<Buffer> => readFile(join(cwd, run, 'checkpoint.safetensors'));

test('Ctrl-C saves, exits with 130 and prints the command that goes on; going on gives the bytes of an uninterrupted run', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --epochs 2 --out whole');

  const stopped = await run('train tiny --epochs 2 --json --overwrite --out part', { interruptAt: '"done":5,' });
  expect(stopped.code).toBe(130);
  expect(stopped.lines().at(-1)).toMatchObject({ type: 'run:end', finished: false });
  const samples = Number(/after (\d+) samples/.exec(stopped.err)?.[1]);
  expect(samples).toBeGreaterThanOrEqual(5);
  expect(samples).toBeLessThan(24);
  expect(stopped.err).toBe(
    `Interrupted after ${samples} samples; everything up to there is saved. To go on:\n  npx n3ml train tiny --epochs 2 --json --out part --resume\n`,
  );

  expect((await run('train tiny --epochs 2 --json --out part --resume')).code).toBe(0);
  expect(await checkpointOf(cwd, 'part')).toEqual(await checkpointOf(cwd, 'whole'));
  expect((await readdir(join(cwd, 'part'))).filter((name) => name.startsWith('events')).sort()).toEqual(['events-2.jsonl', 'events.jsonl']);
});

test('the command that goes on names the folder that was chosen', async () => {
  const { run } = await openTerminal();
  const { out } = await run('train tiny', { interruptAt: '' });
  expect(out).toContain('  npx n3ml train tiny --out runs/tiny --resume\n');
  expect((await run('train tiny --out runs/tiny --resume')).code).toBe(0);
});

test('SIGTERM exits with 143', async () => {
  const { run } = await openTerminal();
  expect((await run('train tiny --out a', { signal: 'SIGTERM', interruptAt: '' })).code).toBe(143);
});

test('a run goes on from what its folder remembers', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --synthetic-bits.train 9 --gain 2 --epochs 2 --out whole');
  await run('train tiny --synthetic-bits.train 9 --gain 2 --epochs 2 --json --out part', { interruptAt: '"done":5,' });
  await run('train --resume --out part');
  expect(await checkpointOf(cwd, 'part')).toEqual(await checkpointOf(cwd, 'whole'));
});

test('more epochs extend a finished run', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --epochs 3 --out whole');
  await run('train tiny --out grown');
  await run('assign grown');
  expect((await run('train --resume --epochs 3 --out grown')).code).toBe(0);
  expect(await checkpointOf(cwd, 'grown')).toEqual(await checkpointOf(cwd, 'whole'));
  const record = JSON.parse(await readFile(join(cwd, 'grown/run.json'), 'utf8')) as { epochs: number; results: unknown };
  expect(record).toMatchObject({ epochs: 3, finished: true });
  expect(record.results).toEqual({ train: { samples: 36 } });
});

test('a finished run has nothing to go on with', async () => {
  const { run } = await openTerminal();
  await run('train tiny --out a');
  const { code, out } = await run('train --resume --out a');
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "The run in a is finished. To train it further: npx n3ml train --out a --resume --epochs <more>
    "
  `);
});

test.each([
  ['--gain 3', '--gain 3 contradicts the run, which has 2.'],
  ['--samples 5', '--samples 5 contradicts the run, which has 6.'],
  ['--epochs 1', '--epochs 1 contradicts the run, which has 2.'],
  ['--synthetic-bits.train 9', 'Option train of synthetic-bits 9 contradicts the run, which was made without it.'],
])('%s contradicts the run', async (flag, message) => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --gain 2 --samples 6 --epochs 2 --out a');
  const before = await checkpointOf(cwd, 'a');
  const { code, err } = await run(`train tiny --resume --quiet --out a ${flag}`);
  expect(code).toBe(2);
  expect(err).toBe(`${message} Leave it out to go on, or train anew with another --out. [N3ML_RESUME_MISMATCH]\n`);
  expect(await checkpointOf(cwd, 'a')).toEqual(before);
});
