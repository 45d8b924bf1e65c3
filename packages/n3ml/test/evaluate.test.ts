import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

test('train, assign, infer: each from the run folder alone', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --out a --synthetic-bits.train 8');
  expect((await run('infer a --quiet')).err).toBe('No labels yet. [N3ML_NOT_ASSIGNED]\n');
  const assigned = await run('assign a');
  // The eight samples of the training set that the run was made with.
  expect(assigned.out).toBe('Gave the neurons labels from 8 training samples of synthetic-bits.\n');
  const inferred = await run('infer a --samples 4');
  expect(inferred.code).toBe(0);
  expect(inferred.out).toBe('Accuracy 75.00 % on 4 test samples of synthetic-bits (synthetic data: no figure on real digits).\n');
  const record = JSON.parse(await readFile(join(cwd, 'a/run.json'), 'utf8')) as { results: unknown };
  expect(record.results).toEqual({ train: { samples: 8 }, assign: { samples: 8 }, infer: { accuracy: 0.75, samples: 4 } });
  expect(await readFile(join(cwd, 'a/report.html'), 'utf8')).toContain('75.00');
});

test('assigning anew outdates the accuracy', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --out a');
  await run('assign a');
  await run('infer a');
  await run('assign a --samples 3');
  const record = JSON.parse(await readFile(join(cwd, 'a/run.json'), 'utf8')) as { results: unknown };
  expect(record.results).toEqual({ train: { samples: 12 }, assign: { samples: 3 } });
});

test('infer --json ends in run:end with the accuracy as a fraction', async () => {
  const { run } = await openTerminal();
  await run('train tiny --out a');
  await run('assign a');
  const { lines } = await run('infer a --json');
  expect(lines().at(-1)).toEqual({ type: 'run:end', finished: true, results: { accuracy: 0.75, samples: 6 }, seconds: 0 });
});

test('more samples than there are', async () => {
  const { run } = await openTerminal();
  await run('train tiny --out a');
  expect(await run('infer a --samples 7 --quiet')).toMatchObject({
    code: 2,
    err: "--samples 7 is more than the 6 test samples of 'synthetic-bits'. Ask for at most 6. [N3ML_BAD_FLAG]\n",
  });
});

test('observers of assign and infer have files of their own, which --overwrite takes away', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --observe csv --out a');
  const log = await readFile(join(cwd, 'a/events.jsonl'), 'utf8');
  await run('assign a --observe csv');
  expect((await run('infer a --observe jsonl,csv --jsonl.types run:end')).code).toBe(0);
  const files = async () => (await readdir(join(cwd, 'a'))).filter((name) => /csv|jsonl/.test(name)).sort();
  expect(await files()).toEqual(['assign-metrics.csv', 'events.jsonl', 'infer-events.jsonl', 'infer-metrics.csv', 'metrics.csv']);
  expect(await readFile(join(cwd, 'a/events.jsonl'), 'utf8')).toBe(log);
  expect(JSON.parse(await readFile(join(cwd, 'a/infer-events.jsonl'), 'utf8'))).toMatchObject({ results: { accuracy: 0.75 } });
  expect((await run('infer a --observe csw')).err).toMatch(/^No observer 'csw'\. Did you mean 'csv'\?/);
  await run('train tiny --overwrite --out a');
  expect(await files()).toEqual(['events.jsonl']);
});
