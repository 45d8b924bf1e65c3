/**
 * Pieces of work per second, exponentially smoothed: work and time of the past are both weighted by exp(-age / tau), and the rate is their
 * quotient. So intervals may be of any length, and the first figure is a plain mean, with no bias to a starting value.
 */
export class SmoothedRate {
  readonly #tau: number;
  #work = 0;
  #time = 0;

  /** @param tau time constant in ms */
  constructor(tau: number) {
    this.#tau = tau;
  }

  /** @param work done in the interval @param elapsed its length in ms */
  add(work: number, elapsed: number): void {
    const decay = Math.exp(-elapsed / this.#tau);
    this.#work = this.#work * decay + work;
    this.#time = this.#time * decay + elapsed;
  }

  /** NaN before any time has passed. */
  get perSecond(): number {
    return this.#time > 0 ? (1000 * this.#work) / this.#time : Number.NaN;
  }
}
