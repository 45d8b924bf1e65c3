import { formatDuration } from './quantity.ts';
import { SmoothedRate } from './smoothed-rate.ts';

const rateTau = 5_000; // ms
const printEvery = 10_000; // ms
const printShare = 0.1;

/** Something that goes from 0 to `total` over time: a run, or a task beside it. Times are in ms. */
export class Course {
  readonly startedAt: number;
  readonly #startedWith: number;
  readonly #rate = new SmoothedRate(rateTau);
  done: number;
  /** NaN while it is not known. */
  total = Number.NaN;
  #shownAt: number;
  #shownDone: number;

  /** @param done what was done before, where a run is resumed */
  constructor(now: number, done: number) {
    this.startedAt = now;
    this.#startedWith = done;
    this.done = done;
    this.#shownAt = now;
    this.#shownDone = done;
  }

  /** What was done since the start. */
  get gained(): number {
    return this.done - this.#startedWith;
  }

  elapsed(now: number): number {
    return now - this.startedAt;
  }

  sinceShown(now: number): number {
    return now - this.#shownAt;
  }

  /** Whether a log without a terminal should have a new line: after 10 % of the whole, and after 10 s in any case. */
  deservesLine(now: number): boolean {
    return this.sinceShown(now) >= printEvery || this.done - this.#shownDone >= printShare * this.total;
  }

  /** Takes the interval since the last call into the rate: it is to be shown now. */
  show(now: number): void {
    this.#rate.add(this.done - this.#shownDone, this.sinceShown(now));
    this.#shownDone = this.done;
    this.#shownAt = now;
  }

  /** Per second; NaN before any time has passed. */
  get rate(): number {
    return this.#rate.perSecond;
  }

  get share(): number {
    return this.done / this.total;
  }

  /** `ETA 3 min 05 s`; nothing while it can't be told, and at the end. */
  get eta(): readonly string[] {
    const seconds = (this.total - this.done) / this.rate;
    return Number.isFinite(seconds) && seconds > 0 ? [`ETA ${formatDuration(seconds)}`] : [];
  }
}
