import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { huber, squared } from '../src/index.ts';

const times = fc.double({ min: 0, max: 50, noNaN: true });

describe.each([
  ['squared', squared()],
  ['huber', huber({ width: 2 })],
])('%s', (_, loss) => {
  it('is 0 at the target alone, and has the slope that it says', () => {
    fc.assert(
      fc.property(times, times, (time, target) => {
        expect(loss.value(target, target)).toBe(0);
        expect(loss.slope(target, target)).toBeCloseTo(0, 12);
        expect(loss.value(time, target)).toBeGreaterThanOrEqual(0);
        const difference = (loss.value(time + 1e-5, target) - loss.value(time - 1e-5, target)) / 2e-5;
        expect(loss.slope(time, target)).toBeCloseTo(difference, 4);
      }),
    );
  });
});

it('huber is squared up to its width', () => {
  expect(huber({ width: 2 }).value(11.5, 10)).toBe(squared().value(11.5, 10));
  expect(huber({ width: 2 }).slope(20, 10)).toBe(2);
});
