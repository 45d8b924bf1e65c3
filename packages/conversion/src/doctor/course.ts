import type { EventBus } from '@n3ml/core';

/** How far a diagnosis is, and whether it is to go on. */
export class Course {
  readonly #bus: EventBus;
  readonly #signal: AbortSignal | undefined;

  constructor(bus: EventBus, signal?: AbortSignal) {
    this.#bus = bus;
    this.#signal = signal;
  }

  /** @throws the reason of the signal, where it is aborted */
  check(): void {
    this.#signal?.throwIfAborted();
  }

  /** Tells of samples that are done, and checks. */
  async report(task: string, done: number, total: number): Promise<void> {
    this.#bus.channel('progress').emit({ task, done, total, unit: 'samples' });
    if (this.#bus.unsettled) await this.#bus.settle();
    this.check();
  }
}
