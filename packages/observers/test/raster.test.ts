import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { raster } from '../src/index.ts';
import { SpikeWindow } from '../src/spike-window.ts';
import { event, play, runStart, sampleEnd, temporaryFolder } from './recorder.ts';

const spikes = (step: number, population: string, ...ids: number[]): RunEvent =>
  event('spikes', { step, population, ids: Uint32Array.from(ids) });

test('the window keeps what a list of everything, cut afterwards, would hold', () => {
  const sample = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 6 });
  const cases = fc.record({
    run: fc.array(sample, { maxLength: 6 }),
    maxSpikes: fc.integer({ min: 1, max: 12 }),
    samples: fc.integer({ min: 1, max: 4 }),
    show: fc.constantFrom('first', 'last'),
  });
  fc.assert(
    fc.property(cases, ({ run, maxSpikes, samples, show }) => {
      const window = new SpikeWindow({ maxSpikes, samples, show });
      const all: { step: number; id: number; sample: number }[] = [];
      let start = 0;
      for (const [s, steps] of run.entries()) {
        for (const [step, ids] of steps.entries()) {
          window.add(step, 'p', Uint32Array.from(ids));
          for (const id of ids) all.push({ step: start + step, id, sample: s });
        }
        window.endSample(s, 6);
        start += 6;
      }
      const wanted = all.filter((spike) => (show === 'first' ? spike.sample < samples : spike.sample >= run.length - samples));
      const kept = show === 'first' ? wanted.slice(0, maxSpikes) : wanted.slice(-maxSpikes);
      expect([...window.spikes()].map(({ step, id }) => ({ step, id }))).toEqual(kept.map(({ step, id }) => ({ step, id })));
      expect(window.samples.reduce((lost, span) => lost + span.lost, 0)).toBe(wanted.length - kept.length);
      expect(window.samples.length).toBe(Math.min(samples, run.length));
    }),
  );
});

test('draws each spike once, with bands, labels and an axis in ms', async () => {
  const path = join(temporaryFolder(), 'r.svg');
  const script = [
    runStart({ model: 'a<b', options: { dt: 0.5, steps: 40 } }),
    spikes(0, 'in', 0, 1, 2),
    spikes(9, 'out & in', 1),
    sampleEnd(1, { label: 7 }),
    spikes(1, 'in', 3),
    sampleEnd(2, { label: 8 }),
  ];
  expect(await play([raster({ path, show: 'first' })], script)).toEqual([]);
  const svg = readFileSync(path, 'utf8');
  const moves = [...svg.matchAll(/<path d="((?:M[\d.]+ [\d.]+v[\d.]+)+)" fill="none"/g)].map(([, d]) => d!.match(/M/g)!.length);
  expect(moves).toEqual([3, 1]);
  expect(svg).toContain('a&lt;b spikes, first sample');
  expect(svg).toContain('out &amp; in');
  expect(svg).toContain('label 7');
  expect(svg).not.toContain('label 8');
  expect([...svg.matchAll(/text-anchor="middle">([^<]+)</g)].map(([, text]) => text)).toEqual([
    ...'0 2 4 6 8 10 12 14 16 18 20'.split(' '),
    'time (ms)',
  ]);
  expect(svg).not.toContain('cut:');
});

test('the file stays small however much the run spikes, and says what was cut', async () => {
  const path = join(temporaryFolder(), 'r.svg');
  const script = Array.from({ length: 2000 }, (_, step) => spikes(step, 'in', 1, 2, 3, 4, 5));
  await play([raster({ path, maxSpikes: 100 })], [...script, sampleEnd(1)]);
  const svg = readFileSync(path, 'utf8');
  expect(svg.length).toBeLessThan(8000);
  expect(svg).toContain('cut: 9,900 more spikes are not shown');
});

test('steps are cut, silence is a picture too, and a bad path is told', async () => {
  const folder = temporaryFolder();
  await play([raster({ path: join(folder, 'a.svg'), steps: 2 })], [spikes(1, 'in', 0), spikes(2, 'late', 0), sampleEnd(1)]);
  expect(readFileSync(join(folder, 'a.svg'), 'utf8')).not.toContain('late');
  await play([raster({ path: join(folder, 'b.svg') })], [runStart()]);
  expect(readFileSync(join(folder, 'b.svg'), 'utf8')).toContain('no spikes');
  expect(await play([raster({ path: join(folder, 'none', 'c.svg') })], [runStart()])).toMatchObject([
    { observer: 'raster', code: 'N3ML_CANNOT_WRITE' },
  ]);
});
