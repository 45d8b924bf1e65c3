import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRegistry } from '@n3ml/core';
import observers from '@n3ml/observers';
import recording from '@n3ml/recording/node';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';
import { tinyPlugin } from './support/tiny-plugin.ts';
import { watch } from './support/watch.ts';

/** A terminal whose folder `a` holds a recorded run of twelve samples. */
async function openRecorded() {
  const terminal = await openTerminal();
  const run: typeof terminal.run = (command, options) =>
    terminal.run(command, { createRegistry: () => createRegistry().use(observers, recording, tinyPlugin), ...options });
  const { code, err } = await run('train tiny --quiet --out a --observe record,csv');
  expect([code, err]).toEqual([0, '']);
  return { cwd: terminal.cwd, run, file: join(terminal.cwd, 'a/events.n3ml') };
}

/** Changes the bytes of a file. */
async function change(file: string, make: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(file, make(await readFile(file)));
}

test('what is played is what was recorded, to observers and as JSON lines', async () => {
  const { cwd, run } = await openRecorded();
  const original = await readFile(join(cwd, 'a/metrics.csv'));
  const { code, lines } = await run('replay a --observe csv,record --json --quiet');
  expect(code).toBe(0);
  // Without their times, which are those of the playing.
  const events = (all: readonly Record<string, unknown>[]) => all.map(({ time: _, ...event }) => event);
  const log = (await readFile(join(cwd, 'a/events.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(events(lines())).toEqual(events(log.map((line) => JSON.parse(line) as Record<string, unknown>)));
  expect(lines().filter(({ type }) => type === 'sample:end')).toHaveLength(12);
  expect(await readFile(join(cwd, 'a/metrics.csv'))).toEqual(original);
  expect(await readFile(join(cwd, 'a/replay-metrics.csv'))).toEqual(original);
  const again = await run('replay a/replay-events.n3ml --json --quiet');
  expect(events(again.lines())).toEqual(events(lines()));
});

test('shows its progress and says what it has played', async () => {
  const { cwd, run, file } = await openRecorded();
  const { code, out, err } = await run('replay a --speed 1000 --observe csv');
  expect(code).toBe(0);
  expect(out).toMatch(/^Played \d+ events of a\.\n$/);
  expect(err).not.toContain('Dashboard');
  expect(err).toContain('train tiny: 12 samples');
  await mkdir(join(cwd, 'b'));
  await copyFile(file, join(cwd, 'b/part.n3ml'));
  const part = await run('replay b/part.n3ml --from 3 --to 8 --json --quiet');
  expect(part.lines().flatMap(({ type, done }) => (type === 'sample:end' ? [done] : []))).toEqual([4, 5, 6, 7, 8]);
});

test('a run that goes on keeps the recording of its first part', async () => {
  const { cwd, run, file } = await openRecorded();
  const first = await readFile(file);
  const { code } = await run('train --resume --out a --epochs 2 --quiet --observe record');
  expect(code).toBe(0);
  expect(await readFile(file)).toEqual(first);
  const second = await run('replay a/events-2.n3ml --json --quiet');
  expect(second.lines().flatMap(({ type, done }) => (type === 'sample:end' ? [done] : []))[0]).toBe(13);
  expect(await readdir(join(cwd, 'a'))).toContain('events-2.n3ml');
});

test('an observer that would write to the recording itself is refused, under any name of the file', async () => {
  const { cwd, run, file } = await openRecorded();
  const original = await readFile(file);
  await symlink(file, join(cwd, 'alias.n3ml'));
  for (const [played, written] of [
    ['a', 'a/events.n3ml'],
    ['a/events.n3ml', './a/../a/events.n3ml'],
    ['a', 'alias.n3ml'],
    ['alias.n3ml', 'a/events.n3ml'],
  ]) {
    const { code, err } = await run(`replay ${played} --observe record --record.path ${written} --quiet --json`);
    expect([code, err]).toEqual([
      2,
      `--record.path is the recording that is played, '${played}', and would destroy it. Name another file, or leave it out: the observer then writes beside the recording. [N3ML_SAME_FILE]\n`,
    ]);
    expect(await readFile(file)).toEqual(original);
  }
});

test('a recording that is cut short is refused before anything is written, and played with --partial', async () => {
  const { cwd, run, file } = await openRecorded();
  await change(file, (bytes) => bytes.subarray(0, bytes.indexOf('INDX')));
  const before = await readdir(join(cwd, 'a'));
  const { code, out, err } = await run('replay a --observe csv');
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    "'a' has no end: it is cut short, damaged, or still being written. Play what there is of it with --partial. [N3ML_RECORDING_CUT]\n",
  );
  expect(await readdir(join(cwd, 'a'))).toEqual(before);
  const part = await run('replay a --partial --json --quiet');
  expect(part.code).toBe(0);
  expect(part.lines().filter(({ type }) => type === 'sample:end')).toHaveLength(12);
});

test.each([
  [
    'of another version',
    (bytes: Buffer) => bytes.fill(9, 8, 9),
    /^'<cwd>\/a\/events\.n3ml' is a recording of version 9, .*\[N3ML_RECORDING_VERSION\]\n$/,
  ],
  [
    'something else',
    () => Buffer.from('type,done\n'),
    /^'<cwd>\/a\/events\.n3ml' is no recording of events: .*\[N3ML_NOT_A_RECORDING\]\n$/,
  ],
  [
    'damaged',
    (bytes: Buffer) => bytes.fill(bytes[60]! ^ 1, 60, 61),
    /^'<cwd>\/a\/events\.n3ml' is damaged: .*\[N3ML_RECORDING_DAMAGED\]\n$/,
  ],
])('a recording that is %s', async (_, damage, message) => {
  const { run, file } = await openRecorded();
  await change(file, damage);
  const { code, out, err } = await run('replay a --quiet --observe csv');
  expect(err).toMatch(message);
  expect([code, out]).toEqual([2, '']);
});

test('a run that was not recorded, and a file that is not there', async () => {
  const { run } = await openTerminal();
  await run('train tiny --quiet --out a');
  expect((await run('replay a')).err).toBe(
    "There is no recording (events.n3ml) in 'a'. A run is recorded with --observe record: n3ml train <model> --observe record --out <folder>. [N3ML_NO_RECORDING]\n",
  );
  expect((await run('replay b.n3ml')).err).toMatch(/^Can't read '<cwd>\/b\.n3ml': .*\[N3ML_CANNOT_READ\]\n$/);
});

test('alone it shows the run on a page, until Ctrl-C', async () => {
  const { run } = await openRecorded();
  const interruption = new AbortController();
  let told = '';
  const playing = run('replay a --dashboard 0', {
    interruption,
    onErr: (text) => {
      told = text;
    },
  });
  while (!told.includes('until Ctrl-C')) await setTimeout(5);
  const url = /They are shown at (http:\/\/127\.0\.0\.1:\d+\/) until Ctrl-C\.\n/.exec(told)![1]!;
  const page = await watch(url);
  await page.until('finished');
  interruption.abort('SIGINT');
  const { code, out } = await playing;
  expect(code).toBe(0);
  expect(out).toMatch(/^Played \d+ events of a\.\n$/);
  await expect(fetch(url)).rejects.toThrow();
});

test('a part of a recording is shown as a run that was stopped; quiet, it says where', async () => {
  const { run } = await openRecorded();
  const interruption = new AbortController();
  const playing = run('replay a --to 5 --quiet --dashboard 0', {
    interruption,
    onErr: async (text) => {
      const page = await watch(/^Dashboard: (\S+)\n$/.exec(text)![1]!);
      await page.until('stopped');
      interruption.abort('SIGINT');
    },
  });
  expect((await playing).code).toBe(0);
});

test('the stop button ends it', async () => {
  const { run } = await openRecorded();
  const { code, out } = await run('replay a --speed 0.00001 --dashboard 0', {
    onErr: async (text) => {
      const url = /^Dashboard: (\S+)\n$/.exec(text)?.[1];
      if (!url) return;
      const page = await watch(url);
      await page.until('running');
      page.send({ type: 'stop' });
    },
  });
  expect(code).toBe(130);
  expect(out).toMatch(/^Stopped after \d events of a\.\n$/);
});

test('Ctrl-C ends it', async () => {
  const { run } = await openRecorded();
  const { code, out } = await run('replay a --speed 0.00001', { interruptAt: '' });
  expect(code).toBe(130);
  expect(out).toBe('Stopped after 0 events of a.\n');
});
