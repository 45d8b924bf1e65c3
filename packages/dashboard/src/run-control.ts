import type { EventBus } from '@n3ml/core';
import type { RunView } from './run-view.ts';
import type { Controls } from './wire/messages.ts';

/** How a run is interfered with from outside. */
export interface RunControlOptions {
  /** Asks the run to stop at its next sample end. Without it the page has no button to stop. */
  readonly stop?: (() => void) | undefined;
}

/**
 * Pauses a run by the back-pressure of the bus, which every producer obeys already: while the handler of an observer is pending, events wait and the producer with
 * them, in `settle` at the end of a sample. The observer is attached for the time of a pause only, so a run that isn't paused pays nothing.
 */
export class RunControl {
  readonly controls: Controls;
  readonly #bus: EventBus;
  readonly #view: RunView;
  readonly #stop: (() => void) | undefined;
  #release: (() => void) | undefined;
  /** Whether a sample (or a part of another task) has ended since the pause was asked for: the run waits at the end of the next one. */
  #holding = false;

  constructor(bus: EventBus, view: RunView, { stop }: RunControlOptions) {
    this.#bus = bus;
    this.#view = view;
    this.#stop = stop;
    this.controls = { pause: true, stop: stop !== undefined };
  }

  pause(): void {
    if (this.#view.phase !== 'running' || this.#release) return;
    const opened = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    const hold = (): Promise<void> => {
      this.#holding = true;
      return opened;
    };
    const detach = this.#bus.attach({ name: 'pause', patience: Infinity, on: { 'sample:end': hold, 'batch:end': hold, progress: hold } });
    void opened.then(detach);
    this.#view.phase = 'pausing';
    this.#tell('Paused from the page; it goes on when resumed there.');
  }

  /** To be called at each sample end, and each progress of another task, before observers that wait. */
  atStep(): void {
    if (this.#holding && this.#view.phase === 'pausing') this.#view.phase = 'paused';
  }

  resume(): void {
    if (!this.#open()) return;
    this.#view.phase = 'running';
    this.#tell('Resumed from the page.');
  }

  stop(): void {
    if (!this.#stop || !['running', 'pausing', 'paused'].includes(this.#view.phase)) return;
    this.#open();
    this.#view.phase = 'stopping';
    this.#tell('Stopped from the page.');
    this.#stop();
  }

  /** Lets the run go on for good: it ends, or nobody will be there to resume it. */
  close(): void {
    if (this.#open() && ['pausing', 'paused'].includes(this.#view.phase)) this.#view.phase = 'running';
  }

  #tell(message: string): void {
    this.#bus.channel('log').emit({ level: 'info', message });
  }

  #open(): boolean {
    const release = this.#release;
    this.#release = undefined;
    this.#holding = false;
    release?.();
    return release !== undefined;
  }
}
