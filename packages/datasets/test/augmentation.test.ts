import { randomStream } from '@n3ml/core';
import { chain, cifar10Statistics, type ImageTransform, normalizeChannels, randomCrop, randomFlip } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Shape = readonly [height: number, width: number, channels: number];

/** An image without two equal values and without zero. */
const distinct = ([height, width, channels]: Shape): Float32Array =>
  Float32Array.from({ length: height * width * channels }, (_, k) => k + 1);

/** What a transform writes; the array for it held no numbers before. */
function apply(transform: ImageTransform, image: Float32Array, shape: readonly number[], ...key: (string | number)[]): Float32Array {
  const out = new Float32Array(image.length).fill(Number.NaN);
  transform(image, shape, out, randomStream(...key));
  return out;
}

/** The window at (top, left) of the padded image, pixel by pixel. */
function cropped(image: Float32Array, [height, width, channels]: Shape, padding: number, top: number, left: number): Float32Array {
  const out = new Float32Array(image.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const row = y + top - padding;
        const column = x + left - padding;
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        out[(y * width + x) * channels + c] = inside ? image[(row * width + column) * channels + c]! : 0;
      }
    }
  }
  return out;
}

const shapes: fc.Arbitrary<Shape> = fc.tuple(
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 3 }),
);

describe('randomCrop', () => {
  it('is a window of the padded image', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 7 }), fc.nat(), (shape, padding, seed) => {
        const image = distinct(shape);
        const out = apply(randomCrop({ padding }), image, shape, seed);
        const windows = [];
        for (let top = 0; top <= 2 * padding; top++) {
          for (let left = 0; left <= 2 * padding; left++) windows.push(cropped(image, shape, padding, top, left).join());
        }
        expect(windows).toContain(out.join());
        expect(image).toEqual(distinct(shape));
      }),
    );
  });

  it('takes every window equally often', () => {
    const shape = [5, 4, 2] as const;
    const image = distinct(shape);
    const crop = randomCrop({ padding: 2 });
    const counts = new Map<string, number>();
    for (let top = 0; top < 5; top++) for (let left = 0; left < 5; left++) counts.set(cropped(image, shape, 2, top, left).join(), 0);
    expect(counts.size).toBe(25);
    for (let sample = 0; sample < 5000; sample++) {
      const window = apply(crop, image, shape, 1, 'augment', 0, sample).join();
      counts.set(window, counts.get(window)! + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0);
    expect(chiSquare).toBeLessThan(51.2); // the 99.9th percentile for 24 degrees of freedom
  });

  it('pads by 4 pixels unless told otherwise', () => {
    const shape = [9, 9, 1] as const;
    const image = distinct(shape);
    for (let seed = 0; seed < 20; seed++)
      expect(apply(randomCrop(), image, shape, seed)).toEqual(apply(randomCrop({ padding: 4 }), image, shape, seed));
  });
});

describe('randomFlip', () => {
  it('mirrors left to right', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const [height, width, channels] = shape;
        const image = distinct(shape);
        const out = apply(randomFlip({ probability: 1 }), image, shape, 1);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const at = (y * width + x) * channels;
            const mirrored = (y * width + (width - 1 - x)) * channels;
            expect(out.subarray(at, at + channels)).toEqual(image.subarray(mirrored, mirrored + channels));
          }
        }
      }),
    );
  });

  it('twice is the image itself, and never is too', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => {
        const image = distinct(shape);
        const always = randomFlip({ probability: 1 });
        expect(apply(always, apply(always, image, shape, seed), shape, seed)).toEqual(image);
        expect(apply(randomFlip({ probability: 0 }), image, shape, seed)).toEqual(image);
      }),
    );
  });

  it('mirrors half of the images', () => {
    const image = distinct([1, 2, 1]);
    const flip = randomFlip();
    let flips = 0;
    for (let sample = 0; sample < 10_000; sample++) {
      if (apply(flip, image, [1, 2, 1], 3, 'augment', 0, sample)[0] === 2) flips++;
    }
    expect(Math.abs(flips - 5000)).toBeLessThan(4 * 50); // four standard deviations
  });
});

describe('normalizeChannels', () => {
  it('gives mean 0 and standard deviation 1 of what has those statistics', () => {
    const { mean, std } = cifar10Statistics;
    const image = Float32Array.from({ length: 12 }, (_, k) => mean[k % 3]! + (k < 6 ? 1 : -1) * std[k % 3]!);
    const out = apply(normalizeChannels(cifar10Statistics), image, [2, 2, 3], 1);
    out.forEach((value, k) => {
      expect(value).toBeCloseTo(k < 6 ? 1 : -1, 5);
    });
  });

  it.each([
    [
      { mean: [1, 2], std: [1] },
      'There are means of 2 channels and standard deviations of 1: give one of each for every channel. [N3ML_BAD_SCALE]',
    ],
    [
      { mean: [], std: [] },
      'There are means of 0 channels and standard deviations of 0: give one of each for every channel. [N3ML_BAD_SCALE]',
    ],
    [
      { mean: [1, 2], std: [1, 0] },
      "Channel 1 can't be normalized by mean 2 and std 0: a finite mean and a std above 0 are needed. [N3ML_BAD_SCALE]",
    ],
    [
      { mean: [Number.NaN], std: [1] },
      "Channel 0 can't be normalized by mean NaN and std 1: a finite mean and a std above 0 are needed. [N3ML_BAD_SCALE]",
    ],
  ])('refuses %o', (statistics, message) => {
    expect(() => normalizeChannels(statistics)).toThrow(message);
  });

  it('refuses an image of other channels', () => {
    expect(() => apply(normalizeChannels(cifar10Statistics), new Float32Array(8), [2, 2, 2], 1)).toThrow(
      'An image of shape [2, 2, 2] has 2 channels, but means of 3 were given. [N3ML_BAD_SHAPE]',
    );
  });
});

describe('chain', () => {
  it('is one after the other, on one random stream', () => {
    const steps = [
      randomCrop({ padding: 2 }),
      randomFlip(),
      normalizeChannels({ mean: [1, 2], std: [3, 4] }),
      randomFlip(),
      randomCrop({ padding: 1 }),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: steps.length }), fc.integer({ min: 1, max: 5 }), fc.nat(), (length, width, seed) => {
        const shape = [4, width, 2] as const;
        const image = distinct(shape);
        const random = randomStream(seed);
        let expected: Float32Array = image;
        for (const step of steps.slice(0, length)) {
          const out = new Float32Array(image.length);
          step(expected, shape, out, random);
          expected = out;
        }
        const together = chain(...steps.slice(0, length));
        expect(apply(together, image, shape, seed)).toEqual(expected);
        expect(image).toEqual(distinct(shape));
        const larger = [6, 6, 2] as const;
        apply(together, distinct(larger), larger, seed);
        expect(apply(together, image, shape, seed)).toEqual(expected);
      }),
    );
  });
});

describe('transforms', () => {
  it('take images without an axis of channels', () => {
    const image = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect(apply(randomFlip({ probability: 1 }), image, [2, 3], 1)).toEqual(Float32Array.of(3, 2, 1, 6, 5, 4));
    expect(apply(normalizeChannels({ mean: [1], std: [2] }), image, [2, 3], 1)).toEqual(Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5));
  });

  it('refuse arrays that do not fit', () => {
    const none = randomStream(1);
    for (const transform of [randomCrop(), randomFlip(), normalizeChannels({ mean: [0], std: [1] })]) {
      expect(() => transform(new Float32Array(6), [6], new Float32Array(6), none)).toThrow(
        'An image has shape [height, width] or [height, width, channels], not [6]. [N3ML_BAD_SHAPE]',
      );
      expect(() => transform(new Float32Array(6), [2, 3], new Float32Array(5), none)).toThrow(
        'An image of shape [2, 3] has 6 values, but the one given has 6 and the array for its copy has room for 5. [N3ML_BAD_SHAPE]',
      );
    }
  });

  it('refuse options that make no sense', () => {
    expect(() => randomCrop({ padding: -1 })).toThrow(
      "Option 'padding' of randomCrop is -1; give a whole number of at least 0 (in pixels). [N3ML_BAD_OPTION]",
    );
    expect(() => randomFlip({ probability: 1.5 })).toThrow(
      "Option 'probability' of randomFlip is 1.5; give a finite number from 0 to 1. [N3ML_BAD_OPTION]",
    );
    // @ts-expect-error an option that isn't there
    expect(() => randomCrop({ pading: 1 })).toThrow(
      "No option 'pading' for randomCrop. Did you mean 'padding'? Known: padding. [N3ML_UNKNOWN_OPTION]",
    );
  });
});
