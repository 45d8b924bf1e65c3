import type { EventBus, EventType, RunEvent } from '@n3ml/core';
import type { RunView } from './run-view.ts';

/** From one picture to the next at least, in ms. */
const REST = 100;
/** The same while nobody looks on: a browser that comes later finds one that is no older. It is also the longest rest. */
const LONG_REST = 2000;
/** Of the time of the run, making pictures takes one of so many parts. */
const PATIENCE = 200;

/** How a {@link PictureSampler} samples. */
export interface PictureSamplerOptions {
  /** Whether somebody looks on and is fast enough to be shown more. */
  readonly isWatched: () => boolean;
  /** Pictures cost nobody anything: they are all taken. @default false */
  readonly isFree?: boolean;
  /** The clock, in ms. @default performance.now */
  readonly now?: () => number;
}

/**
 * Asks for pictures now and then: weights, state variables, spike times. A producer copies or computes them only where somebody listens, and more often than they are
 * looked at. So it subscribes between two samples, takes what comes before the end of the next, and rests; the more a picture has cost, the longer. The first and the
 * last picture of a run are always taken.
 */
export class PictureSampler {
  readonly #bus: EventBus;
  readonly #view: RunView;
  readonly #options: Required<PictureSamplerOptions>;
  #subscription: { unsubscribe(): void } | undefined;
  #hasCome = false;
  #isLast = false;
  /** When a sample has ended last. */
  #endedAt: number;
  /** Whether somebody else had asked for pictures before. */
  #isShared = false;
  /** Upper bound of what the newest picture has cost the run, in ms: a producer makes it right after the end of a sample. Where it was made for others too, our part alone. */
  #cost = 0;
  /** When the newest picture had been taken. */
  #takenAt = -Infinity;

  constructor(bus: EventBus, view: RunView, { isWatched, isFree = false, now = () => performance.now() }: PictureSamplerOptions) {
    this.#bus = bus;
    this.#view = view;
    this.#options = { isWatched, isFree, now };
    this.#endedAt = now();
    this.begin();
  }

  /** A run starts, or may start. */
  begin(): void {
    this.#isLast = false;
    this.#hasCome = false;
    this.listen();
  }

  /** A sample has ended. */
  between(): void {
    const now = this.#options.now();
    this.#endedAt = now;
    if (this.#isLast || this.#options.isFree) return;
    if (this.#hasCome) this.stop();
    if (!this.#subscription && now >= this.#takenAt + this.#rest) this.listen();
  }

  /** The next picture is the last one of the run: it is not to be missed. */
  awaitLast(): void {
    this.#isLast = true;
    this.listen();
  }

  stop(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#hasCome = false;
  }

  /** Takes the next picture, however short the rest was. */
  listen(): void {
    const { pictureHandlers } = this.#view;
    if (this.#subscription) return;
    // Those of spike times are not of core but of the package whose networks code by them.
    const types = Object.keys(pictureHandlers) as EventType[];
    this.#isShared = types.some((type) => this.#bus.channel(type).active);
    this.#subscription = this.#bus.on(types).subscribe((event) => {
      const begun = this.#isShared ? this.#options.now() : this.#endedAt;
      (pictureHandlers as Record<string, (event: RunEvent) => void>)[event.type]!(event);
      this.#hasCome = true;
      this.#takenAt = this.#options.now();
      this.#cost = this.#takenAt - begun;
    });
  }

  get #rest(): number {
    return this.#options.isWatched() ? Math.min(LONG_REST, Math.max(REST, PATIENCE * this.#cost)) : LONG_REST;
  }
}
