import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Picture, weightGrid } from '../src/index.ts';

const gap = [0x5a, 0x6a, 0x7a];
const pixel = ({ width, pixels }: Picture, x: number, y: number): number[] => [
  ...pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

test('five neurons with a sheet of 2 x 3 lie in a grid with one pixel between', () => {
  const rows = 6;
  const columns = 5;
  const values = Float32Array.from({ length: rows * columns }, (_, k) => (k % columns === 4 ? 0 : k / (rows * columns - 1)));
  values[rows * columns - 1] = 1;
  const picture = weightGrid({ rows, columns, shape: [2, 3], values });
  // Tiles with their gap are 4 x 3 pixels: two across and three down are as nearly square as five can be.
  expect([picture.width, picture.height]).toEqual([2 * 4 - 1, 3 * 3 - 1]);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) {
      const gray = Math.round(255 * values[i * columns + j]!);
      expect(pixel(picture, (j % 2) * 4 + (i % 3), Math.floor(j / 2) * 3 + Math.floor(i / 3))).toEqual([gray, gray, gray]);
    }
  }
  for (let y = 0; y < picture.height; y++) expect(pixel(picture, 3, y)).toEqual(gap);
  for (let x = 0; x < picture.width; x++) expect(pixel(picture, x, 2)).toEqual(gap);
  expect(pixel(picture, 4, 6), 'the sixth place is empty').toEqual(gap);
});

test('every weight is drawn scale x scale times, everything else is gap, and the picture is as square as tiles allow', () => {
  const cases = fc.record({
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 40 }),
    scale: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(cases, ({ height, width, columns, scale }) => {
      const rows = height * width;
      const picture = weightGrid({ rows, columns, shape: [height, width], values: new Float32Array(rows * columns).fill(1) }, { scale });
      let white = 0;
      let between = 0;
      for (let k = 0; k < picture.pixels.length; k += 3) {
        if (picture.pixels[k] === 255) white++;
        else if (picture.pixels[k] === gap[0]) between++;
      }
      expect(white).toBe(rows * columns * scale * scale);
      expect(white + between).toBe(picture.width * picture.height);
      const across = (picture.width + 1) / (width * scale + 1);
      const down = (picture.height + 1) / (height * scale + 1);
      expect(down).toBe(Math.ceil(columns / across));
      // One tile less across would make it higher than wide.
      expect((across - 1) * (width * scale + 1)).toBeLessThan(Math.ceil(columns / Math.max(1, across - 1)) * (height * scale + 1) + 1);
    }),
  );
});

test('negative weights move black down, NaN is a hole, and weights that are all 0 are black', () => {
  const grays = (values: number[]): (number | undefined)[] =>
    values.map(
      (_, x) => weightGrid({ rows: values.length, columns: 1, shape: [values.length], values: Float32Array.from(values) }).pixels[3 * x],
    );
  expect(grays([-1, 0, 1])).toEqual([0, 128, 255]);
  expect(grays([Number.NaN, 1, Number.POSITIVE_INFINITY])).toEqual([gap[0], 255, 255]);
  expect(grays([0, 0])).toEqual([0, 0]);
});

test('viridis goes from its purple to its yellow', () => {
  const picture = weightGrid({ rows: 2, columns: 1, shape: [2], values: Float32Array.of(0, 1) }, { colours: 'viridis' });
  expect([pixel(picture, 0, 0), pixel(picture, 1, 0)]).toEqual([
    [0x44, 0x01, 0x54],
    [0xfd, 0xe7, 0x25],
  ]);
});

test('a shape that does not fit is refused', () => {
  const values = new Float32Array(12);
  expect(() => weightGrid({ rows: 6, columns: 2, shape: [2, 2], values })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: The shape [2, 2] holds 4 neurons, but the weights have 6 rows. Give a shape of 6 neurons. [N3ML_BAD_SHAPE]]`,
  );
  expect(() => weightGrid({ rows: 6, columns: 3, shape: [2, 3], values })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: 12 weights are not 6 rows of 3 columns. Give rows x columns weights. [N3ML_BAD_SHAPE]]`,
  );
  expect(() => weightGrid({ rows: 0, columns: 2, shape: [], values })).toThrow('N3ML_BAD_SHAPE');
});
