import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEventBus, type RunEvent } from '@n3ml/core';
import { expect, test } from 'vitest';
import { weightGrid, weightImage } from '../src/index.ts';
import { decodePng } from './decode-png.ts';
import { event, play, temporaryFolder } from './recorder.ts';

const weights = (done: number, values: readonly number[], connection = 'in->out'): RunEvent =>
  event('weights', { connection, rows: 2, columns: 2, shape: [1, 2], values: Float32Array.from(values), done });

test('draws the newest weights at the end', async () => {
  const path = join(temporaryFolder(), 'w.png');
  expect(await play([weightImage({ path })], [weights(1, [1, 0, 0, 0]), weights(2, [0, 0, 0, 1])])).toEqual([]);
  const expected = weightGrid({ rows: 2, columns: 2, shape: [1, 2], values: Float32Array.of(0, 0, 0, 1) });
  expect(decodePng(readFileSync(path))).toMatchObject(expected);
});

test('keeps the newest weights of whoever reuses their array, and none count as lost', async () => {
  const path = join(temporaryFolder(), 'w.png');
  const bus = createEventBus();
  const losses: unknown[] = [];
  bus.on('bus:dropped').subscribe((loss) => losses.push(loss));
  bus.attach(weightImage({ path }));
  const values = new Float32Array(4);
  const channel = bus.channel('weights');
  for (let done = 1; done <= 5; done++)
    channel.emit({ connection: 'in->out', rows: 2, columns: 2, shape: [1, 2], values: values.fill(done, 0, 1), done });
  values.fill(7);
  await bus.close();
  expect(decodePng(readFileSync(path))).toMatchObject(
    weightGrid({ rows: 2, columns: 2, shape: [1, 2], values: Float32Array.of(5, 0, 0, 0) }),
  );
  expect(losses).toEqual([]);
});

test('draws frames of one connection', async () => {
  const folder = temporaryFolder();
  const script = [1, 2, 3, 4, 5].flatMap((done) => [weights(done, [done, 0, 0, 5]), weights(done, [0, 0, 0, 9], 'other')]);
  await play([weightImage({ path: join(folder, 'w.png'), connection: 'in->out', every: 2, frames: true })], script);
  expect(readdirSync(folder).sort()).toEqual(['w-00000002.png', 'w-00000004.png', 'w.png']);
  expect([2, 4].map((done) => decodePng(readFileSync(join(folder, `w-0000000${done}.png`))).pixels[0])).toEqual([
    Math.round((255 * 2) / 5),
    Math.round((255 * 4) / 5),
  ]);
  expect(decodePng(readFileSync(join(folder, 'w.png'))).pixels[0]).toBe(255);
});

test('writes nothing where no weights came, and tells what it can not write', async () => {
  const folder = temporaryFolder();
  await play([weightImage({ path: join(folder, 'w.png') })], []);
  expect(existsSync(join(folder, 'w.png'))).toBe(false);
  writeFileSync(join(folder, 'file'), '');
  const errors = await play([weightImage({ path: join(folder, 'file', 'w.png') })], [weights(1, [1, 0, 0, 0])]);
  expect(errors).toMatchObject([{ observer: 'weight-image', code: 'N3ML_CANNOT_WRITE' }]);
});
