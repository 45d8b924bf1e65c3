import { randomStream } from '@n3ml/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PositivePercentile } from '../src/balancers/percentile.ts';

/** By definition: linear interpolation between the ranks of the positive numbers. */
function byDefinition(values: readonly number[], percentile: number): number {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const rank = ((sorted.length - 1) * percentile) / 100;
  const [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return below + (above - below) * (rank - Math.floor(rank));
}

const numbers = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), { minLength: 1 })
  .map((values) => [...values, 1]);

describe('percentiles of positive numbers', () => {
  test('of few are exact', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 50, max: 100, noNaN: true }), (values, percentile) => {
        const found = new PositivePercentile();
        found.add(Float32Array.from(values));
        expect(found.at(percentile)).toBeCloseTo(byDefinition(values, percentile), 8);
        expect(found.max).toBe(Math.max(...values));
      }),
    );
  });

  test('of many are right to a step of the histogram, in whatever order and portions they come', () => {
    const random = randomStream(7, 'percentile');
    const values = Float32Array.from({ length: 20_000 }, () => 3 * random.normal() ** 3);
    const sorted = values.toSorted();
    const [whole, parts] = [new PositivePercentile({ keep: 100 }), new PositivePercentile({ keep: 100 })];
    whole.add(values);
    for (let k = 0; k < sorted.length; k += 617) parts.add(sorted.subarray(k, k + 617));
    for (const percentile of [50, 90, 99, 99.9, 99.99, 100]) {
      const expected = byDefinition([...values], percentile);
      expect(Math.abs(whole.at(percentile) / expected - 1)).toBeLessThan(percentile > 99.9 ? 0.1 : 0.005);
      expect(parts.at(percentile)).toBe(whole.at(percentile));
    }
    expect(whole.at(100)).toBe(whole.max);
    expect(whole.max).toBe(Math.max(...values));
  });

  test('of a channel are those of every so many-th number', () => {
    const found = new PositivePercentile();
    found.add(Float32Array.of(9, 1, 9, 2, 9, 3), 1, 2);
    expect([found.at(50), found.at(100)]).toEqual([2, 3]);
  });

  test('are 0 where nothing is positive, and tell of NaN and infinity', () => {
    const at = (...values: number[]) => {
      const found = new PositivePercentile();
      found.add(Float32Array.from(values));
      return found.at(99);
    };
    expect([at(), at(0, -1), at(1, Number.NaN, 2), at(1, Number.POSITIVE_INFINITY)]).toEqual([0, 0, Number.NaN, Number.POSITIVE_INFINITY]);
  });
});
