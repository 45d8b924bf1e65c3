import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trainingOrder } from '../src/index.ts';

it('visits every sample once', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(20), fc.integer({ min: 0, max: 200 }), (seed, epoch, count) => {
      expect([...trainingOrder(seed, epoch, count)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
    }),
  );
});

it('puts every sample in every place equally often', () => {
  const count = 5;
  const epochs = 5000;
  const seen = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const [place, sample] of trainingOrder(3, epoch, count).entries()) seen[place]![sample]!++;
  // Five standard deviations of a binomial with p = 1/5.
  const tolerance = 5 * Math.sqrt(epochs * 0.2 * 0.8);
  for (const row of seen) for (const times of row) expect(Math.abs(times - epochs / count)).toBeLessThan(tolerance);
});
