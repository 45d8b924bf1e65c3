import { labelledSet, select, stratifiedSplit } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 200 });
const fractions = fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { maxLength: 3 });

describe('stratifiedSplit', () => {
  it('puts every sample into one part, and gives every class its share of each', () => {
    fc.assert(
      fc.property(labels, fractions, fc.nat(), (labels, fractions, seed) => {
        const parts = stratifiedSplit(labels, fractions, seed);
        expect(parts).toHaveLength(fractions.length + 1);
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(labels.map((_, k) => k));
        for (const label of new Set(labels)) {
          const size = labels.filter((own) => own === label).length;
          fractions.forEach((fraction, k) => {
            const share = parts[k + 1]!.filter((sample) => labels[sample] === label).length;
            expect(Math.abs(share - fraction * size)).toBeLessThanOrEqual(0.5);
          });
        }
      }),
    );
  });

  it('depends on labels and seed alone', () => {
    const labels = Array.from({ length: 60 }, (_, k) => k % 3);
    expect(stratifiedSplit(labels, [0.1, 0.2], 5)).toEqual(stratifiedSplit(labels, [0.1, 0.2], 5));
    expect(stratifiedSplit(labels, [0.1, 0.2], 5)).not.toEqual(stratifiedSplit(labels, [0.1, 0.2], 6));
  });

  it('mixes the classes: the first samples of a part are of all of them', () => {
    const labels = Array.from({ length: 150 }, (_, k) => Math.floor(k / 50));
    for (let seed = 0; seed < 20; seed++) {
      for (const part of stratifiedSplit(labels, [0.2], seed))
        expect(new Set(Array.from(part.subarray(0, 20), (k) => labels[k])).size).toBe(3);
    }
  });

  it('draws every sample about equally often', () => {
    const drawn = new Float64Array(20);
    for (let seed = 0; seed < 2000; seed++) for (const k of stratifiedSplit(new Uint8Array(20), [0.25], seed)[1]) drawn[k]!++;
    // Binomial(2000, 1/4): mean 500, standard deviation 19.4
    for (const count of drawn) expect(Math.abs(count - 500)).toBeLessThan(5 * 19.4);
  });

  it('refuses fractions that leave nothing', () => {
    expect(() => stratifiedSplit([0, 1], [0.5, 0.5], 0)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: A split takes fractions of 0 or more that are together below 1, not [0.5, 0.5]: the first part gets what is left. [N3ML_BAD_RANGE]]`,
    );
    expect(() => stratifiedSplit([0, 1], [-0.1], 0)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: A split takes fractions of 0 or more that are together below 1, not [-0.1]: the first part gets what is left. [N3ML_BAD_RANGE]]`,
    );
    expect(() => stratifiedSplit([0, 1], [Number.NaN], 0)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: A split takes fractions of 0 or more that are together below 1, not [NaN]: the first part gets what is left. [N3ML_BAD_RANGE]]`,
    );
  });
});

describe('select', () => {
  const set = labelledSet({
    shape: [2],
    values: Float32Array.of(0, 1, 10, 11, 20, 21),
    labels: Uint8Array.of(0, 1, 2),
    classes: 3,
    name: 'three',
  });

  it('copies the samples in the order in which they are named', () => {
    const chosen = select(set, Uint32Array.of(2, 0));
    expect(chosen).toEqual({ name: 'three', count: 2, shape: [2], values: Float32Array.of(20, 21, 0, 1), labels: Uint8Array.of(2, 0) });
    chosen.values[0] = 99;
    expect(set.values[4]).toBe(20);
  });

  it('refuses a sample that is not there', () => {
    expect(() => select(set, Uint32Array.of(0, 3))).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: There is no sample 3 in a set of 3. [N3ML_BAD_RANGE]]`,
    );
  });
});
