import { type Events, N3mlError } from '@n3ml/core';
import { type ColourMapName, colourTable } from './colour-map.ts';
import type { Picture } from './encode-png.ts';

/** Options of {@link weightGrid}. */
export interface WeightGridOptions {
  /** @default 'gray' */
  readonly colours?: ColourMapName;
  /** Pixels along the edge of a weight. @default 1 */
  readonly scale?: number;
}

/** The colour between the tiles and of empty places: in neither map. */
const gapColour = [0x5a, 0x6a, 0x7a] as const;

/** Height and width of a presynaptic sheet: the last dimension lies across, the others are stacked. */
function tileSize(rows: number, shape: readonly number[]): { tileWidth: number; tileHeight: number } {
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length === 0 || size !== rows) {
    throw new N3mlError(
      'N3ML_BAD_SHAPE',
      `The shape [${shape.join(', ')}] holds ${size} neurons, but the weights have ${rows} rows. Give a shape of ${rows} neurons.`,
      {
        details: { shape, rows },
      },
    );
  }
  const tileWidth = shape.at(-1)!;
  return { tileWidth, tileHeight: rows / tileWidth };
}

/** Smallest and largest finite weight, and 0: so black is "no connection" where all weights are positive. */
function range(values: Float32Array): { low: number; high: number } {
  let low = 0;
  let high = 0;
  for (const value of values) {
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return { low, high };
}

/**
 * The weights of a connection as a picture: a tile of `shape` for each postsynaptic neuron (a column), left to right and top to bottom, in a
 * grid that is as nearly square as can be, with one pixel between the tiles. All tiles share one scale of colours, from the smallest weight
 * or 0 to the largest or 0. A weight that is NaN is a hole in its tile, of the colour between the tiles.
 *
 * @throws N3mlError N3ML_BAD_SHAPE where `shape` doesn't hold `rows` neurons, or `values` is not rows x columns
 */
export function weightGrid(
  event: Omit<Events['weights'], 'connection' | 'done'>,
  { colours = 'gray', scale = 1 }: WeightGridOptions = {},
): Picture {
  const { rows, columns, shape, values } = event;
  const { tileWidth, tileHeight } = tileSize(rows, shape);
  if (values.length !== rows * columns || columns === 0) {
    throw new N3mlError(
      'N3ML_BAD_SHAPE',
      `${values.length} weights are not ${rows} rows of ${columns} columns. Give rows x columns weights.`,
      {
        details: { rows, columns, weights: values.length },
      },
    );
  }
  const pitchX = tileWidth * scale + 1;
  const pitchY = tileHeight * scale + 1;
  const across = Math.min(columns, Math.max(1, Math.ceil(Math.sqrt((columns * pitchY) / pitchX))));
  const width = across * pitchX - 1;
  const height = Math.ceil(columns / across) * pitchY - 1;

  const pixels = new Uint8Array(3 * width * height);
  for (let k = 0; k < pixels.length; k++) pixels[k] = gapColour[(k % 3) as 0 | 1 | 2];
  const table = colourTable(colours);
  const { low, high } = range(values);
  for (let j = 0; j < columns; j++) {
    const left = (j % across) * pitchX;
    const top = Math.floor(j / across) * pitchY;
    for (let y = 0; y < tileHeight * scale; y++) {
      for (let x = 0; x < tileWidth * scale; x++) {
        const i = Math.floor(y / scale) * tileWidth + Math.floor(x / scale);
        const value = values[i * columns + j]!;
        if (Number.isNaN(value)) continue;
        const index = high > low ? Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low)))) : 0;
        pixels.set(table.subarray(3 * index, 3 * index + 3), 3 * ((top + y) * width + left + x));
      }
    }
  }
  return { width, height, pixels };
}
