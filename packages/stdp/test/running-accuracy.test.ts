import { randomStream } from '@n3ml/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RunningAccuracy } from '../src/running-accuracy.ts';

const NEURONS = 3;
const CLASSES = 3;
const DECAY = 1 - 1e-3;
const sample = fc.record({
  counts: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: NEURONS, maxLength: NEURONS }),
  label: fc.integer({ min: 0, max: CLASSES - 1 }),
});
type Sample = { readonly counts: readonly number[]; readonly label: number };

/** The same figure the slow way: tables that really decay, labelled anew after every 100 samples. */
function oracle(samples: readonly Sample[]): { predicted: number[]; value: number } {
  const spikes = Array.from({ length: NEURONS }, () => new Array<number>(CLASSES).fill(0));
  const shown = new Array<number>(CLASSES).fill(0);
  let assigned = new Array<number>(NEURONS).fill(-1);
  let hits = 0;
  const firstMost = (values: readonly number[]): number => (Math.max(...values) > 0 ? values.indexOf(Math.max(...values)) : -1);
  const predicted = samples.map(({ counts, label }, k) => {
    const votes = shown.map((_, c) => {
      const members = counts.filter((_, j) => assigned[j] === c);
      return members.length === 0 ? 0 : members.reduce((sum, n) => sum + n, 0) / members.length;
    });
    const prediction = firstMost(votes);
    hits = hits * DECAY + (prediction === label ? 1 : 0);
    for (let c = 0; c < CLASSES; c++) shown[c] = shown[c]! * DECAY + (c === label ? 1 : 0);
    for (const [j, row] of spikes.entries()) for (let c = 0; c < CLASSES; c++) row[c] = row[c]! * DECAY + (c === label ? counts[j]! : 0);
    if ((k + 1) % 100 === 0) assigned = spikes.map((row) => firstMost(row.map((n, c) => (n === 0 ? 0 : n / shown[c]!))));
    return prediction;
  });
  return { predicted, value: hits / shown.reduce((sum, n) => sum + n, 0) };
}

/** Samples drawn evenly, so that no two rates tie and rounding can't decide between them. */
function drawSamples(seed: number, count: number): Sample[] {
  const random = randomStream(seed, 'samples');
  return Array.from({ length: count }, () => ({
    counts: Array.from({ length: NEURONS }, () => random.integer(6)),
    label: random.integer(CLASSES),
  }));
}

it('agrees with tables that decay at every sample', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const samples = drawSamples(seed, 350);
      const running = new RunningAccuracy(NEURONS, CLASSES);
      const expected = oracle(samples);
      expect(samples.map(({ counts, label }) => running.add(Uint32Array.from(counts), label))).toEqual(expected.predicted);
      expect(running.value).toBeCloseTo(expected.value, 10);
    }),
    { numRuns: 30 },
  );
});

it('goes on from what it saved, to the bit', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 2, maxLength: 250 }), fc.nat(), (samples, cut) => {
      const whole = new RunningAccuracy(NEURONS, CLASSES);
      let split = new RunningAccuracy(NEURONS, CLASSES);
      for (const [k, { counts, label }] of samples.entries()) {
        if (k === cut % samples.length) {
          const saved = split.save();
          split = new RunningAccuracy(NEURONS, CLASSES);
          split.load(saved);
        }
        expect(split.add(Uint32Array.from(counts), label)).toBe(whole.add(Uint32Array.from(counts), label));
      }
      expect(split.save()).toEqual(whole.save());
    }),
    { numRuns: 30 },
  );
});

it('stays finite for any number of samples', () => {
  const running = new RunningAccuracy(1, 2);
  for (let k = 0; k < 400_000; k++) running.add(Uint32Array.of(1), 1);
  expect(running.value).toBeCloseTo(1, 3);
});
