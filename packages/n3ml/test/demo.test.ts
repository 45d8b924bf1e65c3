import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createN3ml } from '../src/index.ts';
import { openTerminal } from './support/terminal.ts';

test('n3ml demo trains, labels and tests, says that the digits are synthetic, and replaces an earlier demo', async () => {
  const { cwd, run } = await openTerminal();
  const { code, err, lines } = await run('demo --samples 40 --json', { createRegistry: createN3ml });
  expect(code).toBe(0);
  expect(err).toContain('SYNTHETIC');
  const ends = lines().filter(({ type }) => type === 'run:end');
  expect(ends.map(({ results }) => Object.keys(results as object))).toEqual([
    ['accuracy', 'samples'],
    ['accuracy', 'samples', 'assigned', 'silent'],
    ['accuracy', 'samples', 'silent'],
  ]);
  expect(lines().at(-1)).toEqual(ends.at(-1));
  expect((await readdir(join(cwd, 'runs/demo'))).sort()).toEqual([
    'checkpoint.safetensors',
    'events.jsonl',
    'learning-curve.svg',
    'report.html',
    'run.json',
    'weights.png',
  ]);
  expect(await readFile(join(cwd, 'runs/demo/report.html'), 'utf8')).toContain('SYNTHETIC');

  const first = await readFile(join(cwd, 'runs/demo/checkpoint.safetensors'));
  expect((await run('demo --samples 20', { createRegistry: createN3ml, interruptAt: '' })).code).toBe(130);
  expect(await readFile(join(cwd, 'runs/demo/checkpoint.safetensors'))).toEqual(first);
  const again = await run('demo --samples 40', { createRegistry: createN3ml });
  expect(again.out).toMatch(/^Accuracy \d+\.\d\d % on 2000 synthetic test digits\.\n$/);
  expect(await readFile(join(cwd, 'runs/demo/checkpoint.safetensors'))).toEqual(first);
  expect(await readdir(join(cwd, 'runs'))).toEqual(['demo']);
});

test('a folder that is no demo is left alone', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --out mine');
  expect((await run('demo --out mine')).err).toBe(
    "'<cwd>/mine' holds something that is no demo. Choose another folder with --out. [N3ML_RUN_EXISTS]\n",
  );
  await mkdir(join(cwd, 'thesis'));
  await writeFile(join(cwd, 'thesis/chapter.txt'), 'everything');
  expect((await run('demo --out thesis')).code).toBe(2);
  expect(await readdir(join(cwd, 'thesis'))).toEqual(['chapter.txt']);
});
