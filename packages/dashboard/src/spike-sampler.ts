import type { EventBus } from '@n3ml/core';
import type { RunView } from './run-view.ts';
import { SpikeSample } from './spike-sample.ts';
import type { SpikesMessage } from './wire/messages.ts';

/** From the end of one sample that was listened to, to the beginning of the next, in ms. */
const REST = 150;
/** A producer that tells of no sample ends has its spikes cut into pieces of this length, in ms. */
const LONGEST = 1000;
/** Of the time of the run, listening takes a share of 1 / PATIENCE; more where samples are so long that the rest would exceed LONGEST. */
const PATIENCE = 20;

/** How a {@link SpikeSampler} samples. */
export interface SpikeSamplerOptions {
  /** Whether somebody looks at spikes. */
  readonly isWatched: () => boolean;
  /** Listening takes time from nobody: it needs no rest, and nobody who looks. @default false */
  readonly isFree?: boolean;
  /** The clock, in ms. @default performance.now */
  readonly now?: () => number;
}

/**
 * Listens to the spikes of a whole sample now and then, while somebody looks. Producers build spike events only where somebody listens, and the page can't show each
 * of a thousand samples a second: so it subscribes for the length of a sample, rests, and subscribes again. The longer a sample, the longer the rest.
 */
export class SpikeSampler {
  readonly #bus: EventBus;
  readonly #view: RunView;
  readonly #isWatched: () => boolean;
  readonly #isFree: boolean;
  readonly #now: () => number;
  readonly #sample = new SpikeSample();
  #subscription: { unsubscribe(): void } | undefined;
  #begunAt = 0;
  #restUntil = -Infinity;
  /** When a sample has ended last. */
  #endedAt = -Infinity;

  constructor(bus: EventBus, view: RunView, { isWatched, isFree = false, now = () => performance.now() }: SpikeSamplerOptions) {
    this.#bus = bus;
    this.#view = view;
    this.#isWatched = () => isFree || isWatched();
    this.#isFree = isFree;
    this.#now = now;
  }

  /** A run starts: its first sample is listened to. */
  begin(): void {
    this.stop();
    this.#restUntil = -Infinity;
    this.between();
  }

  /** A sample has ended, and the next begins with the next event. */
  between({ label = null, predicted = null }: Partial<Pick<SpikesMessage, 'label' | 'predicted'>> = {}): void {
    const now = this.#now();
    this.#endedAt = now;
    if (this.#subscription) this.#finish(now, { label, predicted });
    else if (now >= this.#restUntil && this.#isWatched()) this.#listen(now);
  }

  /** To be called now and then. */
  look(): void {
    const now = this.#now();
    const isIdle = this.#view.phase !== 'waiting' && this.#view.phase !== 'running';
    if (isIdle || now - this.#endedAt < LONGEST) return;
    if (!this.#subscription) {
      if (now >= this.#restUntil && this.#isWatched()) this.#listen(now);
    } else if (now - this.#begunAt > LONGEST) this.#finish(now, { label: null, predicted: null });
  }

  stop(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
  }

  #listen(now: number): void {
    this.#begunAt = now;
    this.#sample.begin(this.#view.done);
    this.#subscription = this.#bus.on('spikes').subscribe(({ step, population, ids }) => this.#sample.add(population, step, ids));
  }

  #finish(now: number, answer: Pick<SpikesMessage, 'label' | 'predicted'>): void {
    this.stop();
    // Nothing runs, or a producer that tells of no spikes; a sample without a spike ends with its label.
    if (this.#sample.isEmpty && (answer.label === null || !this.#sample.hasPopulations)) return;
    this.#restUntil = this.#isFree ? now : now + Math.max(REST, Math.min(LONGEST, (PATIENCE - 1) * (now - this.#begunAt)));
    const { dt, steps } = this.#view.options;
    const time = { dt: typeof dt === 'number' && dt > 0 ? dt : 1, steps: typeof steps === 'number' ? steps : 0 };
    this.#view.showSpikes(this.#sample.message(time, answer));
  }
}
