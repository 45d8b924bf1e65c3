import { gzipSync } from 'node:zlib';
import { batches, labelledIdx, labelledSet, normalize, scale, shuffledOrder, slice, toUnit } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeIdx } from './write-idx.ts';

/** `count` samples of shape [2, 3]; value v of sample k is 10 k + v. */
const numbered = (count: number) =>
  labelledSet({
    shape: [2, 3],
    values: Uint8Array.from({ length: count * 6 }, (_, at) => 10 * Math.floor(at / 6) + (at % 6)),
    labels: Uint8Array.from({ length: count }, (_, k) => k % 4),
    classes: 4,
  });

describe('labelledSet', () => {
  const good = { shape: [2], values: Float32Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1), classes: 2, source: "'iris'" };

  it('keeps the arrays and counts the samples', () => {
    const set = labelledSet(good);
    expect(set.count).toBe(2);
    expect(set.values).toBe(good.values);
    expect(set.labels).toBe(good.labels);
    expect(Object.isFrozen(set)).toBe(true);
  });

  it.each([
    [{ shape: [] }, "The samples of 'iris' have shape []: every length is to be a whole number above 0. [N3ML_BAD_SHAPE]"],
    [{ shape: [2, 0.5] }, "The samples of 'iris' have shape [2, 0.5]: every length is to be a whole number above 0. [N3ML_BAD_SHAPE]"],
    [{ labels: new Uint8Array() }, "There is no sample in 'iris'. [N3ML_EMPTY_DATASET]"],
    [{ labels: Uint8Array.of(0) }, "The 1 labels of 'iris' need 2 values (samples of shape [2]), but there are 4. [N3ML_COUNT_MISMATCH]"],
    [{ labels: Uint8Array.of(0, 2) }, "Sample 1 of 'iris' has label 2, but the classes go from 0 to 1. [N3ML_BAD_LABEL]"],
    [
      { values: Float32Array.of(1, 2, 3, Number.NaN) },
      "Value 1 of sample 1 of 'iris' is NaN: every value is to be a finite number. [N3ML_NOT_A_NUMBER]",
    ],
    [
      { values: Float32Array.of(1, -Infinity, 3, 4) },
      "Value 1 of sample 0 of 'iris' is -Infinity: every value is to be a finite number. [N3ML_NOT_A_NUMBER]",
    ],
  ])('refuses %o', (fault, message) => {
    expect(() => labelledSet({ ...good, ...fault })).toThrow(message);
  });
});

describe('labelledIdx', () => {
  const images = { bytes: writeIdx([2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), source: 'images' };
  const labels = { bytes: writeIdx([2], Uint8Array.of(1, 0)), source: 'labels' };

  it('joins images and labels, raw or gzipped', async () => {
    const set = await labelledIdx({ ...images, bytes: gzipSync(images.bytes) }, labels, 2);
    expect(set).toEqual({ count: 2, shape: [2, 2], values: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), labels: Uint8Array.of(1, 0) });
  });

  it('names both files where they do not count alike', async () => {
    const three = { bytes: writeIdx([3], new Uint8Array(3)), source: 'labels.gz' };
    await expect(labelledIdx(images, three, 2)).rejects.toThrow(
      "'images' has 2 images and 'labels.gz' has 3 labels: they don't belong together. [N3ML_COUNT_MISMATCH]",
    );
  });

  it('notices files that were exchanged', async () => {
    await expect(labelledIdx(labels, images, 2)).rejects.toThrow(
      "'labels' is to hold images (bytes, two dimensions or more), but holds an array of shape [2]. Were two files exchanged? [N3ML_IDX_FORMAT]",
    );
    await expect(labelledIdx(images, images, 2)).rejects.toMatchObject({ code: 'N3ML_IDX_FORMAT' });
  });
});

describe('slice', () => {
  it('has the samples of the range, without a copy', () => {
    const set = numbered(10);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 10 }), (from, length) => {
        fc.pre(from + length <= 10);
        const part = slice(set, from, from + length);
        expect(part.values.buffer).toBe(set.values.buffer);
        for (let k = 0; k < length; k++) {
          expect(toUnit(part, k)).toEqual(toUnit(set, from + k));
          expect(part.labels[k]).toBe(set.labels[from + k]);
        }
      }),
    );
  });

  it('keeps the name', () => {
    const set = { ...numbered(10), name: 'numbers', synthetic: true };
    expect(slice(set, 2, 4)).toMatchObject({ name: 'numbers', synthetic: true, count: 2 });
    expect(Object.keys(slice(numbered(10), 2, 4)).sort()).toEqual(['count', 'labels', 'shape', 'values']);
  });

  it.each([
    [0, 11],
    [-1, 2],
    [3, 3],
    [4, 2],
    [0.5, 2],
    [0, Number.NaN],
  ])('refuses %d to %d of 10', (from, to) => {
    expect(() => slice(numbered(10), from, to)).toThrow(
      `Samples ${from} to ${to} (exclusive) are no part of a set of 10: whole numbers are needed with 0 <= from < to <= 10. [N3ML_BAD_RANGE]`,
    );
  });
});

describe('batches', () => {
  it('gives every sample of the order once, in order', () => {
    const set = numbered(20);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(), fc.boolean(), (size, seed, dropLast) => {
        const order = shuffledOrder(20, seed, 0);
        const seen: number[] = [];
        for (const batch of batches(set, { size, order, dropLast })) {
          expect(batch.values.length).toBe(batch.count * 6);
          expect(dropLast ? batch.count === size : batch.count <= size).toBe(true);
          batch.indices.forEach((sample, k) => {
            expect(toUnit(batch, k)).toEqual(toUnit(set, sample));
            expect(batch.labels[k]).toBe(set.labels[sample]);
            seen.push(sample);
          });
        }
        expect(seen).toEqual([...order].slice(0, dropLast ? 20 - (20 % size) : 20));
      }),
    );
  });

  it('can be gone through again', () => {
    const all = batches(numbered(5), { size: 2 });
    expect([...all].map(({ count }) => count)).toEqual([2, 2, 1]);
    expect([...all].map(({ indices }) => [...indices])).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('refuses bad sizes and orders at once', () => {
    expect(() => batches(numbered(5), { size: 0 })).toThrow('A batch needs a whole number of samples above 0, not 0. [N3ML_BAD_RANGE]');
    expect(() => batches(numbered(5), { size: 2, order: Uint32Array.of(0, 5) })).toThrow(
      'The order names sample 5, but the set has 5 samples. [N3ML_BAD_RANGE]',
    );
  });
});

describe('transforms', () => {
  const floats = labelledSet({ shape: [2], values: Float32Array.of(1, 10, 3, 30), labels: Uint8Array.of(0, 1), classes: 2 });

  it('toUnit divides bytes by 255, into the array that is given', () => {
    const set = labelledSet({ shape: [3], values: Uint8Array.of(9, 9, 9, 0, 51, 255), labels: Uint8Array.of(0, 1), classes: 2 });
    const out = new Float32Array(3);
    expect(toUnit(set, 1, out)).toBe(out);
    expect(out).toEqual(Float32Array.of(0, 0.2, 1));
    expect(toUnit(floats, 1)).toEqual(Float32Array.of(3, 30));
  });

  it('toUnit refuses a sample that is not there and an array of another length', () => {
    expect(() => toUnit(floats, 2)).toThrow('There is no sample 2 in a set of 2. [N3ML_BAD_RANGE]');
    expect(() => toUnit(floats, 0, new Float32Array(3))).toThrow(
      'A sample of shape [2] has 2 values, but the array for it has room for 3. [N3ML_BAD_RANGE]',
    );
  });

  it('scale multiplies, then adds, and leaves the set as it is', () => {
    expect(scale(floats, 2, -1).values).toEqual(Float32Array.of(1, 19, 5, 59));
    expect(floats.values).toEqual(Float32Array.of(1, 10, 3, 30));
    expect(() => scale(floats, Number.NaN)).toThrow(
      "Values can't be scaled by NaN and moved by 0: both are to be finite numbers. [N3ML_BAD_SCALE]",
    );
  });

  it('normalize takes one number or one for each index of the first axis', () => {
    expect(normalize(floats, 1, 2).values).toEqual(Float32Array.of(0, 4.5, 1, 14.5));
    expect(normalize(floats, [2, 20], [1, 10]).values).toEqual(Float32Array.of(-1, -1, 1, 1));
    const channels = labelledSet({ shape: [2, 2], values: Uint8Array.of(1, 2, 30, 40), labels: Uint8Array.of(0), classes: 1 });
    expect(normalize(channels, [1, 30], [1, 10]).values).toEqual(Float32Array.of(0, 1, 0, 1));
  });

  it('normalize refuses what does not fit', () => {
    expect(() => normalize(floats, [1, 2, 3], 1)).toThrow(
      '3 numbers were given as mean for samples of shape [2]: give one, or 2, one for each index of the first axis. [N3ML_BAD_SCALE]',
    );
    expect(() => normalize(floats, 0, [1, 0])).toThrow(
      "Values can't be normalized by mean 0 and std 0 (index 1): a finite mean and a std above 0 are needed. [N3ML_BAD_SCALE]",
    );
  });
});
