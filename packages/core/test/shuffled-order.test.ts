import { shuffledOrder } from '@n3ml/core/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('shuffledOrder', () => {
  it('is a permutation, the same for the same key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), fc.nat({ max: 100 }), (count, seed, epoch) => {
        const order = shuffledOrder(count, seed, epoch);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
        expect(shuffledOrder(count, seed, epoch)).toEqual(order);
      }),
    );
  });

  it('is another one in another epoch and for another seed', () => {
    const orders = [shuffledOrder(50, 1, 0), shuffledOrder(50, 1, 1), shuffledOrder(50, 2, 0)].map((order) => order.join());
    expect(new Set(orders).size).toBe(3);
  });

  it('takes every permutation equally often', () => {
    const seen = new Map<string, number>();
    const draws = 24_000;
    for (let epoch = 0; epoch < draws; epoch++) {
      const order = shuffledOrder(4, 7, epoch).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    const expected = draws / 24;
    const chiSquare = [...seen.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(49.7); // the 99.9th percentile for 23 degrees of freedom
  });

  it('refuses what is no count', () => {
    expect(() => shuffledOrder(-1, 1, 0)).toThrow('An order needs a whole number of samples of 0 or more, not -1. [N3ML_BAD_RANGE]');
  });

  it('puts every sample in every place equally often', () => {
    const count = 5;
    const epochs = 5000;
    const seen = Array.from({ length: count }, () => new Array<number>(count).fill(0));
    for (let epoch = 0; epoch < epochs; epoch++)
      for (const [place, sample] of shuffledOrder(count, 3, epoch).entries()) seen[place]![sample]!++;
    // Five standard deviations of a binomial with p = 1/5.
    const tolerance = 5 * Math.sqrt(epochs * 0.2 * 0.8);
    for (const row of seen) for (const times of row) expect(Math.abs(times - epochs / count)).toBeLessThan(tolerance);
  });
});
