/** Weights as bytes in tile order; see {@link WeightsMessage}. */
export interface QuantizedTiles {
  readonly low: number;
  readonly high: number;
  /** [columns x rows], row-major: the transpose of the weights. */
  readonly bytes: Uint8Array;
}

/** The byte of the largest weight. */
const TOP = 254;
/** The byte of a weight that is NaN. */
const HOLE = 255;
/** Columns in one pass: as many floats as a cache line holds. */
const BLOCK = 16;

/** Smallest and largest finite weight, and 0, so that 0 has the same colour in every picture where all weights are of one sign. */
function rangeOf(values: Float32Array): { low: number; high: number } {
  let low = 0;
  let high = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value < low && value !== -Infinity) low = value;
    else if (value > high && value !== Infinity) high = value;
  }
  return { low, high };
}

/**
 * Quantizes weights, [rows x columns] row-major, to bytes in tile order: the weights of one postsynaptic neuron lie side by side.
 *
 * @param into is written to and returned where it has the right length, so that picture after picture needs no memory
 */
export function quantizeTiles(values: Float32Array, rows: number, columns: number, into?: Uint8Array): QuantizedTiles {
  const { low, high } = rangeOf(values);
  const scale = high > low ? TOP / (high - low) : 0;
  const bytes = into?.length === values.length ? into : new Uint8Array(values.length);
  for (let block = 0; block < columns; block += BLOCK) {
    const end = Math.min(block + BLOCK, columns);
    for (let i = 0; i < rows; i++) {
      const row = i * columns;
      for (let j = block; j < end; j++) {
        const share = (values[row + j]! - low) * scale + 0.5;
        // Comparisons with NaN are false: it gets neither bound. 0 times Infinity is NaN too, where all finite weights are 0.
        bytes[j * rows + i] = share >= TOP ? TOP : share >= 0 ? share : share < 0 ? 0 : HOLE;
      }
    }
  }
  return { low, high, bytes };
}
