import { labelledSet } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTimes, populationTimes } from '../src/index.ts';

const setOf = (values: readonly number[], features: number) =>
  labelledSet({ shape: [features], values: Float32Array.from(values), labels: new Uint8Array(values.length / features), classes: 1 });

const times = (encoder: ReturnType<typeof populationTimes>, fitted: Float64Array, values: readonly number[]): number[] => {
  const out = new Float64Array(encoder.size(values.length));
  encoder.code(fitted)(values, out);
  return [...out];
};

describe('population', () => {
  it("has the paper's centres and widths over the range of the training samples", () => {
    // 5 fields over [2, 8]: centres 1, 3, 5, 7, 9 and width 2 / 1.5
    const encoder = populationTimes({ fields: 5, span: 10, cutoff: 1 });
    const fitted = encoder.fit(setOf([2, 5, 8, 3], 1));
    const found = times(encoder, fitted, [4]);
    [1, 3, 5, 7, 9].forEach((centre, k) => {
      expect(found[k]).toBeCloseTo(10 * (1 - Math.exp(-((4 - centre) ** 2) / (2 * (2 / 1.5) ** 2))), 12);
    });
  });

  it('gives each feature its own range, in the order of the values', () => {
    const encoder = populationTimes({ fields: 4 });
    const fitted = encoder.fit(setOf([0, 100, 1, 300], 2));
    expect([...fitted]).toEqual([0, 100, 1, 300]);
    const [first, second] = [times(encoder, fitted, [0.3, 160]), times(encoder, fitted, [0.3, 160])];
    first.slice(0, 4).forEach((time, k) => {
      expect(time === second[4 + k] || Math.abs(time - second[4 + k]!) < 1e-9).toBe(true);
    });
  });

  it('lets late responses be silent, and others fire within the span', () => {
    const encoder = populationTimes({ fields: 12, span: 10, cutoff: 0.9 });
    const fitted = encoder.fit(setOf([0, 1], 1));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        const fired = times(encoder, fitted, [value]).filter((time) => time !== Infinity);
        expect(fired.length).toBeGreaterThanOrEqual(2);
        for (const time of fired) expect(time >= 0 && time <= 9).toBe(true);
      }),
    );
    expect(times(encoder, fitted, [50]).every((time) => time === Infinity)).toBe(true);
  });

  it('is continuous unless it is told to round', () => {
    const fitted = Float64Array.of(0, 1);
    const exact = times(populationTimes({ fields: 6 }), fitted, [0.37]);
    const rounded = times(populationTimes({ fields: 6, round: 1 }), fitted, [0.37]);
    expect(exact.some((time) => time !== Infinity && !Number.isInteger(time))).toBe(true);
    expect(rounded).toEqual(exact.map((time) => Math.round(time)));
  });

  it('refuses a feature that is constant, and values that are no numbers', () => {
    expect(() => populationTimes().fit(setOf([1, 7, 2, 7, 3, 7], 2))).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Feature 1 is 7 in all 3 training samples: its receptive fields would have no width. Leave it out, for it tells nothing. [N3ML_CONSTANT_FEATURE]]`,
    );
    expect(() => times(populationTimes(), Float64Array.of(0, 1), [Number.NaN])).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Time encoder 'population' takes finite values, but value 0 is NaN. Look where the data comes from. [N3ML_BAD_VALUE]]`,
    );
    expect(() => populationTimes({ fields: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'fields' of time encoder 'population' is 2; give a whole number of at least 3. [N3ML_BAD_OPTION]]`,
    );
  });
});

describe('linear', () => {
  it('fires later for larger values, the code of the XOR of the paper', () => {
    const encoder = linearTimes({ span: 6 });
    const out = new Float64Array(3);
    encoder.code(encoder.fit(setOf([0, 0, 0], 3)))([0, 0.5, 1], out);
    expect([...out]).toEqual([0, 3, 6]);
  });

  it('refuses values outside of [0, 1]', () => {
    const code = linearTimes().code(new Float64Array(0));
    expect(() => code([0, 1.5], new Float64Array(2))).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Time encoder 'linear' takes values in [0, 1], but value 1 is 1.5. Scale the data first, or use the encoder 'population'. [N3ML_BAD_VALUE]]`,
    );
    expect(() => code([Number.NaN], new Float64Array(1))).toThrow('[N3ML_BAD_VALUE]');
  });
});
