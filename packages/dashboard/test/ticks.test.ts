import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatNumber, formatTick } from '../src/page/quantity.ts';
import { roundTicks } from '../src/page/ticks.ts';

describe('roundTicks', () => {
  it('gives round values inside the range, evenly spaced, about as many as asked for', () => {
    const range = fc
      .tuple(
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.integer({ min: -6, max: 6 }),
      )
      .map(([low, span, power]): [number, number] => [low * 10 ** power, span * 10 ** power]);
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 12 }), ([low, span], count) => {
        const high = low + span;
        const ticks = roundTicks(low, high, count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        expect(ticks.length).toBeGreaterThanOrEqual(Math.floor(count / 2.5));
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-6 * span);
          expect(tick).toBeLessThanOrEqual(high + 1e-6 * span);
        }
        if (ticks.length < 2) return;
        // Differences of large ticks have rounding errors; the step itself has one digit.
        const step = Number(((ticks.at(-1)! - ticks[0]!) / (ticks.length - 1)).toPrecision(3));
        expect(step.toExponential()).toMatch(/^[125]e/);
        for (const tick of ticks) expect(Math.abs(tick / step - Math.round(tick / step))).toBeLessThan(1e-6);
      }),
    );
  });

  it('reads well', () => {
    expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]);
    expect(roundTicks(0, 60_000, 4)).toEqual([0, 20_000, 40_000, 60_000]);
    expect(roundTicks(3, 3, 4)).toEqual([3]);
  });
});

describe('quantities', () => {
  it('are short', () => {
    expect([0, 1e-7, 0.01234, 3.456, 999.9, 1700.4, -25_000, Number.NaN].map(formatNumber)).toEqual([
      '0',
      '1.0e-7',
      '0.0123',
      '3.46',
      '1000',
      '1,700',
      '-25,000',
      '–',
    ]);
    expect([500, 2500, 60_000, 1_500_000].map(formatTick)).toEqual(['500', '2,500', '60k', '1.5M']);
    expect([0.4, 59.6, 185, 7800].map(formatDuration)).toEqual(['0 s', '1 min 00 s', '3 min 05 s', '2 h 10 min']);
  });
});
