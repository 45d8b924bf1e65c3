/** The mean of the newest values, at most `window` of them. Adding is O(1) and allocates nothing. */
export class SlidingMean {
  readonly #values: Float64Array; // [window], a ring
  #next = 0;
  #count = 0;
  #sum = 0;

  constructor(window: number) {
    this.#values = new Float64Array(window);
  }

  add(value: number): void {
    const values = this.#values;
    this.#sum += value - values[this.#next]!;
    values[this.#next] = value;
    this.#next = this.#next + 1 === values.length ? 0 : this.#next + 1;
    if (this.#count < values.length) this.#count++;
  }

  /** NaN before the first value. */
  get mean(): number {
    return this.#sum / this.#count;
  }
}
