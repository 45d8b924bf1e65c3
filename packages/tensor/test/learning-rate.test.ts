import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleFactor } from '../src/training/learning-rate.ts';

describe('scheduleFactor', () => {
  it('stays, or falls by steps at the start of an epoch', () => {
    const schedule = { name: 'steps', at: [180, 240, 270] } as const;
    const at = [0, 179.99, 180, 239.5, 240, 270, 299.9];
    expect(at.map((epoch) => scheduleFactor({ name: 'constant' }, epoch, 300))).toEqual(at.map(() => 1));
    for (const [k, exponent] of [0, 0, 1, 1, 2, 3, 3].entries()) {
      expect(scheduleFactor(schedule, at[k]!, 300)).toBeCloseTo(10 ** -exponent, 12);
    }
    expect(scheduleFactor({ ...schedule, factor: 0.5 }, 250, 300)).toBe(0.25);
  });

  it('falls along half a cosine, from 1 to its end', () => {
    const cosine = { name: 'cosine' } as const;
    expect(scheduleFactor(cosine, 0, 6)).toBe(1);
    expect(scheduleFactor(cosine, 3, 6)).toBeCloseTo(0.5, 12);
    expect(scheduleFactor(cosine, 6, 6)).toBeCloseTo(0, 12);
    expect(scheduleFactor({ ...cosine, to: 0.1 }, 6, 6)).toBeCloseTo(0.1, 12);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }), (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        expect(scheduleFactor(cosine, second, 10)).toBeLessThanOrEqual(scheduleFactor(cosine, first, 10));
      }),
    );
  });

  it('rises linearly while it warms up', () => {
    const schedule = { name: 'cosine', warmUp: 2 } as const;
    expect([0, 0.5, 1, 2].map((at) => scheduleFactor(schedule, at, 10))).toEqual([0, 0.25, 0.5, 1]);
    expect(scheduleFactor(schedule, 6, 10)).toBeCloseTo(0.5, 12);
  });
});
