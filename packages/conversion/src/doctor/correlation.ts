/** Pearson's correlation of pairs that come one after the other, in one pass and without the cancellation of sums of squares. */
export class Correlation {
  #count = 0;
  #meanX = 0;
  #meanY = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  add(x: number, y: number): void {
    this.#count++;
    const [dx, dy] = [x - this.#meanX, y - this.#meanY];
    this.#meanX += dx / this.#count;
    this.#meanY += dy / this.#count;
    this.#xx += dx * (x - this.#meanX);
    this.#yy += dy * (y - this.#meanY);
    this.#xy += dx * (y - this.#meanY);
  }

  /** -1..1, or undefined where x or y is the same in all pairs. */
  get value(): number | undefined {
    const scale = Math.sqrt(this.#xx) * Math.sqrt(this.#yy);
    return scale > 0 ? Math.min(1, Math.max(-1, this.#xy / scale)) : undefined;
  }
}
