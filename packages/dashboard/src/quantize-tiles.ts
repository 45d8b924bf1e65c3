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

/** Of weights: the smallest and the largest, and 0, so that 0 has the same colour in every picture where all weights are of one sign. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** Undefined where a weight is NaN or infinite. Without branches: it takes a third of the time of {@link rangeOfFinite}. */
function rangeOf(values: Float32Array): Range | undefined {
  let low = 0;
  let high = 0;
  let zero = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    low = Math.min(low, value);
    high = Math.max(high, value);
    zero += value - value;
  }
  return zero === 0 ? { low, high } : undefined;
}

function rangeOfFinite(values: Float32Array): Range {
  let low = 0;
  let high = 0;
  for (const value of values) {
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
  const range = rangeOf(values);
  const { low, high } = range ?? rangeOfFinite(values);
  const scale = high > low ? TOP / (high - low) : 0;
  const bytes = into?.length === values.length ? into : new Uint8Array(values.length);
  const areFinite = range !== undefined;
  for (let block = 0; block < columns; block += BLOCK) {
    const end = Math.min(block + BLOCK, columns);
    for (let i = 0; i < rows; i++) {
      const row = i * columns;
      if (areFinite) for (let j = block; j < end; j++) bytes[j * rows + i] = (values[row + j]! - low) * scale + 0.5;
      else for (let j = block; j < end; j++) bytes[j * rows + i] = byteOf((values[row + j]! - low) * scale + 0.5);
    }
  }
  return { low, high, bytes };
}

/** The byte of a weight that may be NaN or infinite. Comparisons with NaN are false; 0 times Infinity is NaN too, where all finite weights are 0. */
function byteOf(share: number): number {
  return share >= TOP ? TOP : share >= 0 ? share : share < 0 ? 0 : HOLE;
}
