import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedSeries } from '../src/bounded-series.ts';
import { learningCurve } from '../src/index.ts';
import { event, play, runEnd, runStart, temporaryFolder } from './recorder.ts';

const metric = (name: string, value: number, done: number): RunEvent => event('metric', { name, value, done });

/** The points of each line, in the order of the picture. */
function linesOf(svg: string): number[][][] {
  const paths = [...svg.matchAll(/<path d="([^"]*)" fill="none" stroke="#/g)];
  return paths.map(([, d]) => [...d!.matchAll(/[ML](\S+) (\S+?)(?=[ML]|$)/g)].map(([, x, y]) => [Number(x), Number(y)]));
}

test('draws loss and accuracy over the epochs', async () => {
  const path = join(temporaryFolder(), 'curve.svg');
  const epoch = (number: number): RunEvent[] => [
    event('epoch:start', { epoch: number, samples: 50 }),
    metric('loss', 4 - number, 50 * (number + 1)),
    metric('accuracy', number / 4, 50 * (number + 1)),
    metric('validation-loss', 4, 50 * (number + 1)),
    metric('rate', 0.1, 50 * (number + 1)),
    event('epoch:end', { epoch: number }),
  ];
  const errors = await play([learningCurve({ path })], [runStart({ data: 'a<b' }), ...[0, 1, 2, 3].flatMap(epoch), runEnd()]);
  expect(errors).toEqual([]);
  const svg = readFileSync(path, 'utf8');
  expect(svg).toContain('toy on a&lt;b');
  expect(svg).toContain('>epochs<');
  expect(svg).not.toContain('rate');
  const [loss, validation, accuracy] = linesOf(svg);
  expect(linesOf(svg)).toHaveLength(3);
  // 4 epochs are 640 pixels wide from 72 on; 4 is the top of the losses, 1 that of the accuracies, 180 pixels high.
  expect(loss!.map(([x]) => x)).toEqual([232, 392, 552, 712]);
  expect(loss!.map(([, y]) => y! - loss![0]![1]!)).toEqual([0, 45, 90, 135]);
  expect(new Set(validation!.map(([, y]) => y)).size).toBe(1);
  expect(accuracy!.map(([, y]) => accuracy![0]![1]! - y!)).toEqual([0, 45, 90, 135]);
});

test('draws over samples where there are no epochs, and leaves out what is not finite', async () => {
  const path = join(temporaryFolder(), 'curve.svg');
  const script = [metric('accuracy', 0.5, 10), metric('accuracy', Number.NaN, 20), metric('accuracy', 1, 40)];
  await play([learningCurve({ path })], [runStart(), ...script, runEnd()]);
  const svg = readFileSync(path, 'utf8');
  expect(svg).toContain('>samples<');
  expect(svg).not.toContain('NaN');
  expect(linesOf(svg)[0]!.map(([x]) => x)).toEqual([232, 712]);
});

test('writes no file where nothing was measured', async () => {
  const path = join(temporaryFolder(), 'curve.svg');
  await play([learningCurve({ path })], [runStart(), metric('rate', 1, 1), runEnd()]);
  expect(existsSync(path)).toBe(false);
});

test('a bounded series keeps at most as many points as it may, evenly, and the newest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 500 }), (most, count) => {
      const series = new BoundedSeries(most);
      for (let k = 0; k < count; k++) series.add(k, 2 * k);
      const { points } = series;
      expect(points.length).toBeLessThanOrEqual(most + 1);
      expect(points[0]).toEqual([0, 0]);
      expect(points.at(-1)).toEqual([count - 1, 2 * (count - 1)]);
      const gaps = points.slice(1).map(([x], k) => x - points[k]![0]);
      for (const gap of gaps.slice(0, -1)) expect(gap).toBe(gaps[0]);
      if (count <= most) expect(points).toHaveLength(count);
    }),
  );
});
