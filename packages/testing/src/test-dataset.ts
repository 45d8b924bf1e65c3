import { type Dataset, type LabelledSet, N3mlError } from '@n3ml/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tell } from './duration.ts';

/** Options of {@link testDataset}. */
export interface DatasetSuiteOptions {
  /** Loads that have to be refused, by what is wrong: a folder that isn't there, a file that breaks off. */
  readonly refused?: Readonly<Record<string, () => Dataset | Promise<Dataset>>>;
}

/**
 * The conformance suite of a dataset. It declares vitest tests: the parts of both splits fit together, images are bytes or finite numbers, every
 * class occurs in training, loading twice gives the same data, and what is wrong is refused with an error of n3ml. It prints the time of a load.
 *
 * @param name what the tests are called
 * @param load loads the dataset; a small one is enough
 * @example testDataset('acme/glyphs', () => glyphs({ dir }), { refused: { 'no folder': () => glyphs({ dir: 'nowhere' }) } })
 */
export function testDataset(name: string, load: () => Dataset | Promise<Dataset>, { refused = {} }: DatasetSuiteOptions = {}): void {
  describe(`dataset ${name}`, () => {
    let data: Dataset;
    beforeAll(async () => {
      data = await load();
    });

    it('says what it is', () => {
      expect(data.name).not.toBe('');
      expect(data.synthetic).toBeTypeOf('boolean');
      expect(new Set(data.classes).size, 'different names of classes').toBe(data.classes.length);
    });

    it.each(['train', 'test'] as const)('%s: counts, shape, values and labels fit together', (split) => {
      const { name: partOf = data.name, synthetic = data.synthetic, count, shape, values, labels }: LabelledSet = data[split];
      expect({ partOf, synthetic }).toEqual({ partOf: data.name, synthetic: data.synthetic });
      expect(count).toSatisfy((n: number) => Number.isInteger(n) && n > 0, 'a whole number above 0');
      expect(shape).toSatisfy(
        (lengths: number[]) => lengths.length > 0 && lengths.every((length) => Number.isInteger(length) && length > 0),
        'whole numbers above 0',
      );
      expect(values instanceof Uint8Array || values instanceof Float32Array, 'values are bytes or float32').toBe(true);
      expect(labels).toBeInstanceOf(Uint8Array);
      expect(shape).toEqual(data.train.shape);
      expect(labels).toHaveLength(count);
      expect(values).toHaveLength(count * shape.reduce((product, length) => product * length, 1));
      expect(
        labels.findIndex((label) => label >= data.classes.length),
        'place of a label that is no class',
      ).toBe(-1);
      expect(
        values.findIndex((value) => !Number.isFinite(value)),
        'place of a value that is not finite',
      ).toBe(-1);
      expect(
        values.some((value) => value !== values[0]),
        'values that differ',
      ).toBe(true);
    });

    it('has every class in training', () => {
      expect(new Set(data.train.labels).size).toBe(data.classes.length);
    });

    it('is the same when it is loaded again', async () => {
      const again = await load();
      for (const split of ['train', 'test'] as const) {
        expect(again[split].labels).toEqual(data[split].labels);
        expect(again[split].values).toEqual(data[split].values);
      }
    });

    for (const [wrong, attempt] of Object.entries(refused)) {
      it(`refuses ${wrong}`, async () => {
        const error = await Promise.resolve()
          .then(attempt)
          .catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(N3mlError);
      });
    }

    it('tells how long a load takes', async () => {
      const start = performance.now();
      const { train, test } = await load();
      const milliseconds = performance.now() - start;
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      tell(`${name}: ${milliseconds.toFixed(1)} ms to load ${train.count + test.count} samples`);
    });
  });
}
