import type { Dataset, LabelledSet } from '@n3ml/core';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * The conformance suite of a dataset. It declares vitest tests: the parts of both splits fit together, images are bytes or finite numbers, every
 * class occurs in training, and loading twice gives the same data.
 *
 * @param name what the tests are called
 * @param load loads the dataset; a small one is enough
 * @example testDataset('acme/glyphs', () => glyphs({ train: 200, test: 50 }))
 */
export function testDataset(name: string, load: () => Dataset | Promise<Dataset>): void {
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
      const { count, shape, values, labels }: LabelledSet = data[split];
      expect(count).toBeGreaterThan(0);
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
  });
}
