import { type Dataset, defineFactory, type LabelledSet, randomStream } from '@n3ml/core';

/** Options of {@link templateName}. */
export interface TemplateNameOptions {
  /** Training images. @default 1000 */
  readonly train?: number;
  /** Test images. @default 200 */
  readonly test?: number;
  /** Seed of the noise. @default 0 */
  readonly seed?: number;
  /** Share of the pixels that are turned over. @default 0.05 */
  readonly noise?: number;
}

/** Rows, and columns, of an image. */
const SIDE = 8;

/**
 * Bars: each image of 8 x 8 pixels shows one row or one column, and noise. Class k < 8 is row k, class 8 + k is column k; the classes take turns.
 *
 * After the bars of Földiák, "Forming sparse representations by local anti-Hebbian learning", Biological Cybernetics 64 (1990), 165-170,
 * doi:10.1007/BF02331346, with one bar an image.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const templateName = defineFactory<Dataset, TemplateNameOptions>(
  "dataset 'template-scope/template-name'",
  {
    train: { type: 'integer', describe: 'training images', default: 1000, min: 2 * SIDE },
    test: { type: 'integer', describe: 'test images', default: 200, min: 1 },
    seed: { type: 'integer', describe: 'seed of the noise', default: 0, min: 0 },
    noise: { type: 'number', describe: 'share of the pixels that are turned over', default: 0.05, min: 0, max: 1 },
  },
  ({ train, test, seed, noise }) => ({
    name: 'template-scope/template-name',
    synthetic: true,
    classes: Array.from({ length: 2 * SIDE }, (_, k) => (k < SIDE ? `row ${k}` : `column ${k - SIDE}`)),
    train: barImages('train', train, seed, noise),
    test: barImages('test', test, seed, noise),
  }),
  {
    summary: 'Images of one bar, a row or a column, with noise.',
    source:
      'P. Földiák, "Forming sparse representations by local anti-Hebbian learning", Biological Cybernetics 64 (1990), doi:10.1007/BF02331346',
    differs: 'One bar an image, so that each has one label.',
  },
);

function barImages(split: string, count: number, seed: number, noise: number): LabelledSet {
  const random = randomStream(seed, 'template-scope/template-name', split);
  const labels = Uint8Array.from({ length: count }, (_, sample) => sample % (2 * SIDE));
  const values = new Uint8Array(count * SIDE * SIDE);
  for (let k = 0; k < values.length; k++) {
    const pixel = k % (SIDE * SIDE);
    const label = labels[Math.floor(k / (SIDE * SIDE))]!;
    const place = label < SIDE ? Math.floor(pixel / SIDE) : SIDE + (pixel % SIDE);
    const lit = place === label;
    values[k] = lit !== random.uniform() < noise ? 255 : 0;
  }
  return { name: 'template-scope/template-name', synthetic: true, count, shape: [SIDE, SIDE], values, labels };
}
