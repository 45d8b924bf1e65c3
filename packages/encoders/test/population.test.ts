import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { population } from '../src/index.ts';
import { encoded, spikeSteps } from './encoded.ts';

describe('population', () => {
  it('drives m neurons a value', () => {
    expect(population().outputSize!(4)).toBe(48);
    expect(population({ fields: 5 }).outputSize!(3)).toBe(15);
  });

  it('fires at once at each centre min + (2i - 3) / 2 * (max - min) / (m - 2), i = 1..m', () => {
    const [m, min, max] = [8, 4, 10];
    for (let i = 1; i <= m; i++) {
      const centre = min + ((2 * i - 3) / 2) * ((max - min) / (m - 2));
      expect(spikeSteps(encoded(population({ fields: m, min, max }), [centre], { steps: 101 }), m)[i - 1]).toEqual([0]);
    }
  });

  it('fires later by the Gaussian of the distance, and not at all beyond the cutoff', () => {
    const [m, steps, cutoff] = [6, 1001, 0.9];
    const sigma = 1 / (1.5 * (m - 2));
    const values = [0.1, 0.37, 0.92];
    const spikes = spikeSteps(encoded(population({ fields: m, cutoff }), values, { steps }), m * values.length);
    values.forEach((value, v) => {
      for (let i = 1; i <= m; i++) {
        const centre = ((2 * i - 3) / 2) * (1 / (m - 2));
        const late = 1 - Math.exp(-((Math.fround(value) - centre) ** 2) / (2 * sigma ** 2));
        expect(spikes[v * m + i - 1]).toEqual(late > cutoff ? [] : [Math.round(late * (steps - 1))]);
      }
    });
  });

  it('reaches every value in [min, max] with at least two fields, in any number of fields', () => {
    const sample = fc.record({
      fields: fc.integer({ min: 3, max: 30 }),
      min: fc.integer({ min: -50, max: 50 }),
      span: fc.integer({ min: 1, max: 100 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(sample, ({ fields, min, span, at }) => {
        const train = encoded(population({ fields, min, max: min + span }), [min + at * span], { steps: 20 });
        expect(train.ids.length).toBeGreaterThanOrEqual(2);
        expect(new Set(train.ids).size).toBe(train.ids.length);
      }),
    );
  });

  it('takes values outside the range, which fewer fields answer', () => {
    expect(encoded(population({ fields: 5 }), [1.1], { steps: 20 }).ids.length).toBeGreaterThan(0);
    expect(encoded(population({ fields: 5 }), [100], { steps: 20 }).ids).toHaveLength(0);
  });

  it('fits all its spikes in the window', () => {
    const train = encoded(population({ window: 10, cutoff: 1 }), [0, 0.5, 1], { steps: 40 });
    expect(train.ids).toHaveLength(36);
    expect(train.offsets[10]).toBe(36);
  });

  it('refuses a range that is empty', () => {
    expect(() => population({ min: 3, max: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Receptive fields need max above min, but min is 3 and max is 3. [N3ML_BAD_OPTION]]`,
    );
  });
});
