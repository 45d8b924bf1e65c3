import { chain, epochBatches, labelledSet, normalizeChannels, randomCrop, randomFlip, shuffledOrder, toUnit } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** `count` colour images of 4 x 5 pixels, all different. */
const pictures = (count: number) =>
  labelledSet({
    shape: [4, 5, 3],
    values: Uint8Array.from({ length: count * 60 }, (_, at) => (at * 37 + (at >> 6)) & 255),
    labels: Uint8Array.from({ length: count }, (_, k) => k % 10),
    classes: 10,
  });
const transform = chain(randomCrop({ padding: 2 }), randomFlip(), normalizeChannels({ mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] }));

/** The values of every sample of an epoch, by its place in the set. */
function samplesOf(batches: ReturnType<typeof epochBatches>, epoch: number): Map<number, string> {
  const samples = new Map<number, string>();
  for (let index = 0; index < batches.count; index++) {
    const { values, indices } = batches.batch(epoch, index);
    for (const [k, sample] of indices.entries()) samples.set(sample, values.subarray(k * 60, (k + 1) * 60).join());
  }
  return samples;
}

describe('epochBatches', () => {
  it('has every sample once in an epoch, in the order of shuffledOrder', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 35 }), fc.nat(), fc.nat(5), (count, size, seed, epoch) => {
        const set = pictures(count);
        const batches = epochBatches(set, { size, seed });
        const visited: number[] = [];
        for (let index = 0; index < batches.count; index++) {
          const batch = batches.batch(epoch, index);
          expect(batch.count).toBe(index === batches.count - 1 ? count - index * size : size);
          expect([batch.values.length, batch.labels.length, batch.shape]).toEqual([batch.count * 60, batch.count, [4, 5, 3]]);
          batch.indices.forEach((sample, k) => {
            expect(batch.values.subarray(k * 60, (k + 1) * 60)).toEqual(toUnit(set, sample));
            expect(batch.labels[k]).toBe(set.labels[sample]);
          });
          visited.push(...batch.indices);
        }
        expect(visited).toEqual([...shuffledOrder(count, seed, epoch)]);
      }),
    );
  });

  it('does the same to a sample whatever the size of the batches, their order and what came before', () => {
    const set = pictures(23);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.boolean(), fc.nat(), fc.nat(5), (size, shuffle, seed, epoch) => {
        const expected = samplesOf(epochBatches(set, { size: 23, seed, transform }), epoch);
        const batches = epochBatches(set, { size, seed, shuffle, transform });
        batches.batch(epoch + 1, 0);
        expect(samplesOf(batches, epoch)).toEqual(expected);
      }),
    );
  });

  it('gives the same batch again, between others', () => {
    const batches = epochBatches(pictures(23), { size: 5, seed: 4, transform });
    const copy = (epoch: number, index: number): string => {
      const { values, labels, indices } = batches.batch(epoch, index);
      return JSON.stringify([[...values], [...labels], [...indices]]);
    };
    const first = [copy(2, 4), copy(0, 1), copy(2, 0)];
    expect([copy(2, 4), copy(0, 1), copy(2, 0)]).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });

  it('changes a sample otherwise in each epoch and for each seed', () => {
    const set = pictures(8);
    const seen = [
      samplesOf(epochBatches(set, { size: 8, seed: 1, transform }), 0),
      samplesOf(epochBatches(set, { size: 8, seed: 1, transform }), 1),
    ];
    seen.push(samplesOf(epochBatches(set, { size: 8, seed: 2, transform }), 0));
    for (const [one, other] of [
      [0, 1],
      [0, 2],
    ] as const) {
      const same = [...seen[one]!].filter(([sample, values]) => seen[other]!.get(sample) === values);
      expect(same.length).toBeLessThan(4);
    }
  });

  it('keeps the order of the set, and leaves out what is not full, where it is told so', () => {
    const batches = epochBatches(pictures(10), { size: 4, shuffle: false, dropLast: true });
    expect(batches.count).toBe(2);
    expect([...batches.batch(3, 1).indices]).toEqual([4, 5, 6, 7]);
  });

  it('takes vectors of numbers as they are', () => {
    const set = labelledSet({ shape: [2], values: Float32Array.of(1, -2, 3, 4), labels: Uint8Array.of(0, 1), classes: 2 });
    expect(epochBatches(set, { size: 2, shuffle: false }).batch(0, 0).values).toEqual(set.values);
  });

  it.each([
    [{ size: 0 }, 'A batch needs a whole number of samples above 0, not 0. [N3ML_BAD_RANGE]'],
    [{ size: 2.5 }, 'A batch needs a whole number of samples above 0, not 2.5. [N3ML_BAD_RANGE]'],
    [
      { size: 11, dropLast: true },
      'No batch of 11 samples is full in a set of 10: make it smaller, or leave dropLast out. [N3ML_BAD_RANGE]',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => epochBatches(pictures(10), options)).toThrow(message);
  });

  it('refuses a batch or an epoch that is not there', () => {
    const batches = epochBatches(pictures(10), { size: 4 });
    expect(() => batches.batch(0, 3)).toThrow('There is no batch 3 in an epoch of 3: the first is 0, the last 2. [N3ML_BAD_RANGE]');
    expect(() => batches.batch(0, -1)).toThrow('There is no batch -1 in an epoch of 3: the first is 0, the last 2. [N3ML_BAD_RANGE]');
    expect(() => batches.batch(0.5, 0)).toThrow('There is no epoch 0.5: epochs are whole numbers from 0 on. [N3ML_BAD_RANGE]');
  });
});
