/** Values by rising x, in bounded memory: beyond `most` points every second one is forgotten, and from then on as few are kept. The newest is always there. */
export class BoundedSeries {
  readonly #most: number;
  #points: (readonly [x: number, y: number])[] = [];
  #newest: readonly [x: number, y: number] | undefined;
  #stride = 1;
  #seen = 0;

  /** @param most at least 2 */
  constructor(most: number) {
    this.#most = most;
  }

  add(x: number, y: number): void {
    this.#newest = [x, y];
    if (this.#seen++ % this.#stride !== 0) return;
    this.#points.push(this.#newest);
    if (this.#points.length <= this.#most) return;
    this.#points = this.#points.filter((_, k) => k % 2 === 0);
    this.#stride *= 2;
  }

  get points(): readonly (readonly [x: number, y: number])[] {
    const last = this.#points.at(-1);
    return this.#newest === undefined || last === this.#newest ? this.#points : [...this.#points, this.#newest];
  }
}
