import type { LabelledSet } from '@n3ml/core';
import { slice, syntheticDigits } from '@n3ml/datasets';
import { describe, expect, it } from 'vitest';

const digits = syntheticDigits({ train: 2000, test: 300, seed: 5 });

/** Accuracy of the nearest neighbour (Euclidean) among `known`. */
function nearestNeighbour(known: LabelledSet, asked: LabelledSet): { accuracy: number; recall: number[] } {
  const hits = new Array<number>(10).fill(0);
  const total = new Array<number>(10).fill(0);
  for (let i = 0; i < asked.count; i++) {
    let nearest = Infinity;
    let label = -1;
    for (let j = 0; j < known.count; j++) {
      let distance = 0;
      for (let p = 0; p < 784 && distance < nearest; p++) {
        const difference = asked.values[i * 784 + p]! - known.values[j * 784 + p]!;
        distance += difference * difference;
      }
      if (distance < nearest) {
        nearest = distance;
        label = known.labels[j]!;
      }
    }
    const truth = asked.labels[i]!;
    total[truth]!++;
    if (label === truth) hits[truth]!++;
  }
  return { accuracy: hits.reduce((a, b) => a + b) / asked.count, recall: hits.map((hit, c) => hit / total[c]!) };
}

describe('synthetic-digits', () => {
  it('says that it is synthetic', () => {
    expect(digits.synthetic).toBe(true);
    expect(digits.name).toBe('synthetic-digits');
    for (const set of [digits.train, digits.test, slice(digits.test, 0, 3)]) {
      expect(set).toMatchObject({ name: 'synthetic-digits', synthetic: true });
    }
    expect(digits.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('has the counts and the shape that were asked for', () => {
    expect(digits.train.count).toBe(2000);
    expect(digits.test.count).toBe(300);
    expect(digits.train.shape).toEqual([28, 28]);
    expect(digits.train.values.length).toBe(2000 * 784);
  });

  it('depends on the seed alone, and image k not on how many there are', () => {
    const short = syntheticDigits({ train: 40, test: 10, seed: 5 });
    expect(short.train.values).toEqual(digits.train.values.slice(0, 40 * 784));
    expect(short.train.labels).toEqual(digits.train.labels.slice(0, 40));
    expect(short.test.values).toEqual(digits.test.values.slice(0, 10 * 784));
    const other = syntheticDigits({ train: 40, test: 10, seed: 6 });
    expect(other.train.values).not.toEqual(short.train.values);
  });

  it('has no image twice, within the splits and across them', () => {
    const seen = new Set<string>();
    for (const set of [digits.train, digits.test]) {
      for (let k = 0; k < set.count; k++) seen.add(Buffer.from(set.values.slice(k * 784, (k + 1) * 784)).toString('base64'));
    }
    expect(seen.size).toBe(2300);
  });

  it('has about as many images of each class', () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of digits.train.labels) counts[label]!++;
    const chiSquare = counts.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(27.9); // the 99.9th percentile for 9 degrees of freedom
  });

  it('is centred by mass, framed by paper, and as dark as MNIST', () => {
    let ink = 0;
    for (let k = 0; k < digits.train.count; k++) {
      let mass = 0;
      let x = 0;
      let y = 0;
      let darkest = 0;
      for (let at = 0; at < 784; at++) {
        const value = digits.train.values[k * 784 + at]!;
        mass += value;
        x += value * (at % 28);
        y += value * Math.floor(at / 28);
        darkest = Math.max(darkest, value);
      }
      expect(Math.abs(x / mass - 13.5)).toBeLessThan(0.75);
      expect(Math.abs(y / mass - 13.5)).toBeLessThan(0.75);
      expect(darkest).toBeGreaterThan(230);
      ink += mass;
    }
    const mean = ink / digits.train.values.length / 255;
    expect(mean).toBeGreaterThan(0.1); // MNIST: 0.1307
    expect(mean).toBeLessThan(0.16);
  });

  it('fits into a box of 20 pixels, as in MNIST', () => {
    for (let k = 0; k < 500; k++) {
      const image = digits.train.values.subarray(k * 784, (k + 1) * 784);
      const inked = [...image.keys()].filter((at) => image[at]! > 127);
      const rows = inked.map((at) => Math.floor(at / 28));
      const columns = inked.map((at) => at % 28);
      const longer = Math.max(Math.max(...rows) - Math.min(...rows), Math.max(...columns) - Math.min(...columns)) + 1;
      expect(longer).toBeGreaterThanOrEqual(17);
      expect(longer).toBeLessThanOrEqual(22);
    }
  });

  it('is neither trivial nor hopeless for the nearest neighbour, in every class', () => {
    const { accuracy, recall } = nearestNeighbour(slice(digits.train, 0, 1000), digits.test);
    expect(accuracy).toBeGreaterThan(0.85);
    expect(accuracy).toBeLessThan(0.99);
    for (const share of recall) expect(share).toBeGreaterThan(0.6);
  });

  it('reports its progress up to the end', () => {
    const seen: number[] = [];
    syntheticDigits({ train: 1500, test: 10, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([1000 / 1510, 1500 / 1510, 1]);
  });

  it.each([
    [{ train: 0 }, "Option 'train' of 'synthetic-digits' is 0: give a whole number of images above 0. [N3ML_BAD_OPTION]"],
    [{ test: 2.5 }, "Option 'test' of 'synthetic-digits' is 2.5: give a whole number of images above 0. [N3ML_BAD_OPTION]"],
  ])('refuses %o', (options, message) => {
    expect(() => syntheticDigits(options)).toThrow(message);
  });
});
