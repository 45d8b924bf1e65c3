import type { Dataset, LabelledSet } from '@n3ml/core';
import { N3mlError, randomStream, withOptions } from '@n3ml/core';
import { digitClasses } from './digit-classes.ts';
import { labelledSet } from './labelled-set.ts';
import type { ProgressListener } from './progress.ts';
import { createCanvas } from './synthetic-digits/canvas.ts';
import { imageSide } from './synthetic-digits/centre-by-mass.ts';
import { drawDigit } from './synthetic-digits/draw-digit.ts';

const name = 'synthetic-digits';

export interface SyntheticDigitsOptions {
  /** Number of training images. @default 10000 */
  readonly train?: number;
  /** Number of test images. @default 2000 */
  readonly test?: number;
  /** @default 1 */
  readonly seed?: number;
  /** Told every 1000 images. */
  readonly onProgress?: ProgressListener;
}

/**
 * Handwritten digits that nobody wrote: a program draws them from strokes, in several ways a class, with random slant, rotation, proportion,
 * elastic distortion, pen and pressure; 28 x 28 pixels, the digit about 20 x 20 and centred by mass, as in MNIST. A stand-in for
 * trying things out where MNIST can't be fetched: **synthetic**, so no figure that was reached on it is a figure on MNIST.
 *
 * Image k of a split depends on `seed`, the split and k alone: a set of 100 is the beginning of a set of 10,000.
 *
 * @throws N3mlError N3ML_BAD_OPTION where `train` or `test` is no whole number above 0
 */
export const syntheticDigits = withOptions(
  {
    train: { type: 'integer', describe: 'number of training images', default: 10_000, min: 1 },
    test: { type: 'integer', describe: 'number of test images', default: 2_000, min: 1 },
    seed: { type: 'integer', describe: 'seed of the drawing', default: 1 },
  },
  ({ train = 10_000, test = 2_000, seed = 1, onProgress }: SyntheticDigitsOptions = {}): Dataset => {
    for (const [name, count] of Object.entries({ train, test })) {
      if (Number.isInteger(count) && count > 0) continue;
      throw new N3mlError('N3ML_BAD_OPTION', `Option '${name}' of 'synthetic-digits' is ${count}: give a whole number of images above 0.`, {
        details: { option: name, value: count },
      });
    }
    const total = train + test;
    const report = (done: number): void => onProgress?.({ task: 'draw synthetic-digits', done, total, unit: 'images' });
    return Object.freeze({
      name,
      synthetic: true,
      classes: digitClasses,
      train: drawSplit('train', train, seed, report),
      test: drawSplit('test', test, seed, (done) => report(train + done)),
    });
  },
  { summary: "Digits that a program draws from strokes, 28 x 28 pixels: a stand-in for MNIST where that can't be fetched." },
);

function drawSplit(split: 'train' | 'test', count: number, seed: number, report: (done: number) => void): LabelledSet {
  const size = imageSide * imageSide;
  const values = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  const canvas = createCanvas();
  for (let k = 0; k < count; k++) {
    const random = randomStream(seed, 'synthetic-digits', split, k);
    const label = random.integer(digitClasses.length);
    labels[k] = label;
    drawDigit(label, random, canvas, values.subarray(k * size, (k + 1) * size));
    if ((k + 1) % 1000 === 0 || k + 1 === count) report(k + 1);
  }
  const source = `the ${split} split of '${name}'`;
  return labelledSet({ shape: [imageSide, imageSide], values, labels, classes: digitClasses.length, source, name, synthetic: true });
}
