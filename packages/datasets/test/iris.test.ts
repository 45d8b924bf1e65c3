import { iris } from '@n3ml/datasets';
import { describe, expect, it } from 'vitest';

/** All flowers as [label, four measurements in mm], whatever the split. */
function flowers(split = 0): number[][] {
  const { train, test } = iris({ split });
  return [train, test].flatMap(({ count, values, labels }) =>
    Array.from({ length: count }, (_, k) => [labels[k]!, ...Array.from(values.subarray(4 * k, 4 * k + 4), (cm) => Math.round(10 * cm))]),
  );
}

const means = (rows: readonly number[][]): string[] =>
  [1, 2, 3, 4].map((f) => (rows.reduce((sum, row) => sum + row[f]!, 0) / rows.length / 10).toFixed(4));

describe('iris', () => {
  it('has the means that are known of it', () => {
    const rows = flowers();
    expect(rows).toHaveLength(150);
    expect(means(rows)).toEqual(['5.8433', '3.0573', '3.7580', '1.1993']);
    const ofClass = (label: number) => means(rows.filter(([own]) => own === label));
    expect(ofClass(0)).toEqual(['5.0060', '3.4280', '1.4620', '0.2460']);
    expect(ofClass(1)).toEqual(['5.9360', '2.7700', '4.2600', '1.3260']);
    expect(ofClass(2)).toEqual(['6.5880', '2.9740', '5.5520', '2.0260']);
  });

  it("has Fisher's values where the file of the UCI repository has others", () => {
    const setosas = flowers().map((row) => row.join(' '));
    expect(setosas.filter((row) => row === '0 49 31 15 2')).toHaveLength(1);
    expect(setosas.filter((row) => row === '0 49 36 14 1')).toHaveLength(1);
    expect(setosas.filter((row) => row === '0 49 31 15 1')).toHaveLength(1);
  });

  it.each([0, 1, 7])('split %i: 120 and 30 flowers, every class alike, none twice', (split) => {
    const { name, synthetic, classes, train, test } = iris({ split });
    expect({ name, synthetic, classes }).toEqual({ name: 'iris', synthetic: false, classes: ['setosa', 'versicolor', 'virginica'] });
    for (const [set, each] of [
      [train, 40],
      [test, 10],
    ] as const) {
      expect(set.shape).toEqual([4]);
      expect([0, 1, 2].map((label) => set.labels.filter((own) => own === label).length)).toEqual([each, each, each]);
    }
    const sorted = (rows: number[][]) => rows.map((row) => row.join(' ')).sort();
    expect(sorted(flowers(split))).toEqual(sorted(flowers(0)));
  });

  it('is the same each time, and another in another split', () => {
    expect(iris({ split: 3 })).toEqual(iris({ split: 3 }));
    expect(iris({ split: 3 }).test.values).not.toEqual(iris({ split: 4 }).test.values);
  });

  it('refuses an option that makes no split', () => {
    expect(() => iris({ split: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'split' of dataset 'iris' is -1; give a whole number of at least 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => iris({ testFraction: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'testFraction' of dataset 'iris' is 1; give a finite number from 0.01 to 0.9. [N3ML_BAD_OPTION]]`,
    );
  });
});
