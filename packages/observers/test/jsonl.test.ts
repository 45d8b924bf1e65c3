import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonl } from '../src/index.ts';
import { event, play, runEnd, runStart, sampleEnd, temporaryFolder } from './recorder.ts';

const lines = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const spikes = event('spikes', { step: 3, population: 'in', ids: Uint32Array.of(1, 5) });

test('every event of the light types comes back as it was, spikes are left out', async () => {
  const path = join(temporaryFolder(), 'run.jsonl');
  const script = [
    runStart(),
    sampleEnd(1),
    event('metric', { name: 'a "b"\n', value: 0.25, done: 1 }),
    runEnd({ results: { accuracy: 0.5 } }),
  ];
  expect(await play([jsonl({ path })], [...script, spikes])).toEqual([]);
  expect(lines(path)).toEqual(script);
});

test('any metric survives, as one line', async () => {
  const path = join(temporaryFolder(), 'run.jsonl');
  const metrics = fc.sample(
    fc.record({
      name: fc.string({ unit: 'binary' }),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      done: fc.nat(),
    }),
    300,
  );
  await play(
    [jsonl({ path })],
    metrics.map((metric) => event('metric', metric)),
  );
  expect(lines(path)).toEqual(metrics.map((metric) => ({ type: 'metric', ...metric })));
});

test('typed arrays are plain arrays, and the time is ISO, where they are asked for', async () => {
  const path = join(temporaryFolder(), 'run.jsonl');
  await play([jsonl({ path, types: 'spikes, metric', time: true, now: () => 0 })], [spikes, sampleEnd(1)]);
  expect(readFileSync(path, 'utf8')).toBe('{"type":"spikes","time":"1970-01-01T00:00:00.000Z","step":3,"population":"in","ids":[1,5]}\n');
});

test('a slow stream holds the run up: what waits is bounded and nothing is lost', async () => {
  const received: string[] = [];
  let most = 0;
  const stream = new Writable({
    highWaterMark: 200,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      most = Math.max(most, stream.writableLength);
      received.push(chunk);
      setImmediate(done);
    },
  });
  const script = Array.from({ length: 3000 }, (_, k) => sampleEnd(k + 1, { total: 3000 }));
  await play([jsonl({ stream })], script);
  expect(received.filter((line) => line !== '').map((line) => JSON.parse(line).done)).toEqual(script.map((_, k) => k + 1));
  expect(most).toBeLessThan(400);
  expect(stream.writableEnded, 'a stream that was given is left open').toBe(false);
  expect(['error', 'drain', 'close'].map((name) => stream.listenerCount(name))).toEqual([0, 0, 0]);
});

test('a path that can not be written detaches the observer once, with a reason', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const errors = await play([jsonl({ path: join(folder, 'file', 'run.jsonl') })], [runStart(), sampleEnd(1), runEnd()]);
  expect(errors).toMatchObject([{ observer: 'jsonl', code: 'N3ML_CANNOT_WRITE' }]);
  expect(errors[0]!.error.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(
    `"Can't write 'FOLDER/file/run.jsonl': ENOTDIR: not a directory, open 'FOLDER/file/run.jsonl'. Choose a path in a folder that exists and that you may write to. [N3ML_CANNOT_WRITE]"`,
  );
  expect(await play([jsonl({ path: join(folder, 'none', 'run.jsonl') })], [runStart()])).toMatchObject([{ code: 'N3ML_CANNOT_WRITE' }]);
});

test('a stream that breaks is told once, as the first error', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('pipe is gone')) });
  const errors = await play(
    [jsonl({ stream })],
    Array.from({ length: 50 }, (_, k) => sampleEnd(k + 1)),
  );
  expect(errors).toMatchObject([{ code: 'N3ML_CANNOT_WRITE', error: expect.stringContaining('pipe is gone') }]);
});

test('no event, no file; types without a name are refused', async () => {
  const path = join(temporaryFolder(), 'run.jsonl');
  await play([jsonl({ path })], []);
  expect(existsSync(path)).toBe(false);
  expect(() => jsonl({ types: 'metric,' })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Option 'types' of observer 'jsonl' is "metric,"; give names of events, such as 'metric,sample:end'. [N3ML_BAD_OPTION]]`,
  );
});
