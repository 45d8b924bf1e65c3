/** Up to this many values are kept as they are. */
const KEPT = 2 ** 16;
/** Values from 2^-32 to 2^32 are told apart; what lies beyond counts as the nearest of these. */
const LOWEST_EXPONENT = 127 - 32;
const OCTAVES = 64;

/** How the values are told apart when they are too many to be kept: 2^bits steps from each power of 2 to the next. */
export interface PercentileOptions {
  /** @default 10: steps of 0.1 % */
  readonly bits?: number;
  /** Values that are kept before they are only counted. @default 65536 */
  readonly keep?: number;
}

/**
 * Percentiles of the positive ones among many numbers, as in robust normalization (Rueckauer et al. 2017): what is zero or negative says nothing about the scale of a
 * layer, and how much of it there is depends on the data.
 *
 * Few numbers are kept and their percentile is exact, with linear interpolation between ranks. Of many, a histogram whose steps are alike in proportion is kept: the memory
 * is bounded, the result off by less than a step, and neither depends on the order of the numbers. The maximum is always exact.
 */
export class PositivePercentile {
  #count = 0;
  #max = 0;
  #kept: Float32Array;
  #histogram: Uint32Array | undefined;
  readonly #bits: number;

  constructor({ bits = 10, keep = KEPT }: PercentileOptions = {}) {
    this.#bits = bits;
    this.#kept = new Float32Array(keep);
  }

  /** The largest number, 0 where none was positive. */
  get max(): number {
    return this.#max;
  }

  /** Adds every `stride`-th of the numbers, from `from` on. NaN and infinity make the maximum what they are. */
  add(values: Float32Array, from = 0, stride = 1): void {
    for (let k = from; k < values.length; k += stride) {
      const value = values[k]!;
      if (value > 0 || Number.isNaN(value)) this.#addOne(value);
    }
  }

  #addOne(value: number): void {
    // Not Math.max in the other order: NaN has to stay.
    if (!(value <= this.#max)) this.#max = Number.isNaN(this.#max) ? this.#max : value;
    if (this.#count < this.#kept.length) {
      this.#kept[this.#count] = value;
    } else {
      this.#histogram ??= this.#counted();
      this.#histogram[this.#step(value)]!++;
    }
    this.#count++;
  }

  /** The histogram of the numbers that were kept until now. */
  #counted(): Uint32Array {
    const histogram = new Uint32Array(OCTAVES << this.#bits);
    for (const value of this.#kept) histogram[this.#step(value)]!++;
    return histogram;
  }

  /** The bits of a positive float32 are in the order of its value: exponent, then mantissa. */
  #step(value: number): number {
    scratchFloat[0] = value;
    const step = (scratchBits[0]! >>> (23 - this.#bits)) - (LOWEST_EXPONENT << this.#bits);
    return Math.min(Math.max(step, 0), (OCTAVES << this.#bits) - 1);
  }

  #startOf(step: number): number {
    scratchBits[0] = (step + (LOWEST_EXPONENT << this.#bits)) << (23 - this.#bits);
    return scratchFloat[0]!;
  }

  /**
   * The number below which `percentile` percent of the positive numbers lie; 100 is the maximum.
   *
   * @returns 0 where no number was positive
   */
  at(percentile: number): number {
    if (this.#count === 0 || percentile === 100 || !Number.isFinite(this.#max)) return this.#max;
    const rank = ((this.#count - 1) * percentile) / 100;
    return this.#histogram ? this.#ofCounted(this.#histogram, rank) : this.#ofKept(rank);
  }

  #ofKept(rank: number): number {
    const sorted = this.#kept.slice(0, this.#count).sort();
    const below = sorted[Math.floor(rank)]!;
    return below + (sorted[Math.ceil(rank)]! - below) * (rank % 1);
  }

  #ofCounted(histogram: Uint32Array, rank: number): number {
    let step = 0;
    let before = 0;
    while (before + histogram[step]! <= rank) before += histogram[step++]!;
    const [start, end] = [this.#startOf(step), this.#startOf(step + 1)];
    return Math.min(start + ((end - start) * (rank - before)) / histogram[step]!, this.#max);
  }
}

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);
