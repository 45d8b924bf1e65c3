/** Time constant of the smoothing, in ms. */
const TAU = 5000;
/** A rate is measured over no less than this, in ms. */
const LEAST = 250;

/** Samples per second, exponentially smoothed over the time that was looked at. */
export class Pace {
  #time: number;
  #done: number;
  #rate = Number.NaN;
  /** Time that is left out, in ms. */
  #idle = 0;
  #idleSince: number | undefined;
  readonly #startedAt: number;
  readonly #startedDone: number;
  /** In seconds, once it has ended. */
  #length: number | undefined;

  /**
   * @param now in ms
   * @param done samples that were done before, where a run is resumed
   */
  constructor(now: number, done: number) {
    this.#startedAt = now;
    this.#time = now;
    this.#done = this.#startedDone = done;
  }

  /** The run waits from now on: pauses are no part of its pace. */
  rest(now: number): void {
    this.#idleSince ??= now;
  }

  /** It goes on. */
  wake(now: number, done: number): void {
    if (this.#idleSince === undefined) return;
    this.#idle += now - this.#idleSince;
    this.#idleSince = undefined;
    this.#time = now;
    this.#done = done;
  }

  /** Takes the samples since the last look into the rate, where the time was long enough to tell. */
  look(now: number, done: number): void {
    const span = now - this.#time;
    if (span < LEAST || this.#idleSince !== undefined) return;
    const rate = (1000 * (done - this.#done)) / span;
    const weight = Math.exp(-span / TAU);
    this.#rate = Number.isNaN(this.#rate) ? rate : weight * this.#rate + (1 - weight) * rate;
    this.#time = now;
    this.#done = done;
  }

  /** The run has ended: from now on the pace is its mean. A recording says how long its run took, however fast it is played. */
  end(seconds: number, done: number): void {
    this.#length = seconds;
    this.#rate = seconds > 0 ? (done - this.#startedDone) / seconds : Number.NaN;
  }

  /** Per second; null while it is not known. */
  get rate(): number | null {
    return Number.isNaN(this.#rate) ? null : this.#rate;
  }

  /** Seconds until `left` samples are done; null while that can't be told. */
  eta(left: number): number | null {
    return this.#rate > 0 && left > 0 ? left / this.#rate : null;
  }

  /** Seconds since the start, without rests. */
  elapsed(now: number): number {
    return this.#length ?? ((this.#idleSince ?? now) - this.#startedAt - this.#idle) / 1000;
  }
}
