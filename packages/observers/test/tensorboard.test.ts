import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tensorboard, weightGrid } from '../src/index.ts';
import { crc32c } from '../src/tensorboard/crc32c.ts';
import { decodePng } from './decode-png.ts';
import { readEventFile, readRecords } from './read-event-file.ts';
import { event, play, runEnd, runStart, sampleEnd, temporaryFolder } from './recorder.ts';

const weights = event('weights', {
  connection: 'learned',
  rows: 4,
  columns: 2,
  shape: [2, 2],
  values: Float32Array.of(0, 1, 2, 3, 4, 5, Number.NaN, 8),
  done: 3,
});

test('crc32c gives the values of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k))).toBe(0x46dd794e);
});

test('a run can be read back from the event file', async () => {
  const path = join(temporaryFolder(), 'events.tfevents');
  let clock = 1_700_000_000_000;
  const now = (): number => {
    clock += 500;
    return clock;
  };
  const script = [
    runStart(),
    ...[1, 2, 3, 4].map((done) => sampleEnd(done, { spikes: done, label: 1, predicted: done % 2 })),
    event('metric', { name: 'accuracy', value: 0.75, done: 300 }),
    event('metric', { name: 'loss', value: Number.NaN, done: 2 ** 40 }),
    weights,
    event('state', { population: 'excitatory', variable: 'theta', values: Float32Array.of(1, 1, 1), done: 4 }),
    event('batch:end', { epoch: 0, batch: 0, samples: 10, done: 14, total: 20, loss: 0.5, right: 7 }),
    runEnd({ results: { accuracy: 0.5 } }),
  ];
  expect(await play([tensorboard({ path, every: 2, now })], script)).toEqual([]);
  const { version, values } = readEventFile(readFileSync(path));
  expect(version).toBe('brain.Event:2');
  expect(values.map(({ tag, step, scalar }) => [tag, step, scalar]).filter(([, , scalar]) => scalar !== undefined)).toEqual([
    ['samples/spikes', 2, 1.5],
    ['samples/accuracy', 2, 0.5],
    ['samples/spikes', 4, 3.5],
    ['samples/accuracy', 4, 0.5],
    ['accuracy', 300, 0.75],
    ['loss', 2 ** 40, Number.NaN],
    ['batch/loss', 14, 0.5],
    ['batch/accuracy', 14, Math.fround(0.7)],
    ['results/accuracy', 14, 0.5],
  ]);
  expect(values.map(({ seconds }) => seconds)).toEqual(values.map(({ seconds }) => seconds).sort());
  expect(values[0]!.seconds).toBe(1_700_000_000.5);

  const { image } = values.find((value) => value.image)!;
  const picture = weightGrid(weights as never);
  expect(image).toMatchObject({ width: picture.width, height: picture.height, channels: 3 });
  expect(decodePng(image!.png).pixels).toEqual(picture.pixels);
});

test('histograms count every finite value once, at its place', async () => {
  const path = join(temporaryFolder(), 'events.tfevents');
  const same = event('state', { population: 'a', variable: 'v', values: new Float32Array(5).fill(2), done: 1 });
  const none = event('state', { population: 'a', variable: 'v', values: Float32Array.of(Number.NaN), done: 2 });
  await play([tensorboard({ path, images: false })], [weights, same, none]);
  const { values } = readEventFile(readFileSync(path));
  expect(values.map(({ tag, step }) => [tag, step])).toEqual([
    ['weights/learned', 3],
    ['a/v', 1],
  ]);
  const [spread, single] = values.map(({ histogram }) => histogram!);
  expect(spread).toMatchObject({ min: 0, max: 8, num: 7, sum: 23, squares: 119 });
  const finite = [0, 1, 2, 3, 4, 5, 8];
  // A value on the edge of a bar belongs to the one above it, the largest to the last.
  const below = (limit: number): number => finite.filter((value) => value < limit - 1e-9).length;
  const upTo = spread!.counts.map((_, k) => spread!.counts.slice(0, k + 1).reduce((sum, count) => sum + count));
  expect(upTo.slice(0, -1)).toEqual(spread!.limits.slice(0, -1).map(below));
  expect(upTo.at(-1)).toBe(7);
  expect(single!.counts.reduce((sum, count) => sum + count)).toBe(5);
  expect(single!.limits.every((limit, k) => k === 0 || limit > single!.limits[k - 1]!)).toBe(true);
});

test('a file that can not be written detaches the observer; one without events is not made', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'missing', 'events.tfevents');
  const [error] = await play([tensorboard({ path })], [event('metric', { name: 'a', value: 1, done: 1 })]);
  expect(error).toMatchObject({ observer: 'tensorboard', code: 'N3ML_CANNOT_WRITE' });
  expect(error!.error).toContain(`Can't write '${path}': ENOENT`);
  const silent = join(folder, 'silent.tfevents');
  await play([tensorboard({ path: silent })], [runStart()]);
  expect(existsSync(silent)).toBe(false);
});

test('the reader of these tests notices a byte that is another', async () => {
  const path = join(temporaryFolder(), 'events.tfevents');
  await play([tensorboard({ path })], [event('metric', { name: 'a', value: 1, done: 1 })]);
  const bytes = readFileSync(path);
  for (const at of [0, 20, bytes.length - 6]) {
    const changed = Buffer.from(bytes);
    changed[at] = changed[at]! ^ 1;
    writeFileSync(path, changed);
    expect(() => readRecords(readFileSync(path))).toThrow('checksum');
  }
});
