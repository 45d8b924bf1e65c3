import type { EventType, RunEvent } from './events.ts';

/** Events that wait for a subscriber. */
export interface EventQueue {
  readonly size: number;
  /** Adds an event; returns the one that is lost for it, if any. */
  push(event: RunEvent): RunEvent | undefined;
  shift(): RunEvent | undefined;
}

/** First in, first out. Beyond `limit` events the oldest is lost. */
export class FifoQueue implements EventQueue {
  readonly #limit: number;
  #events: (RunEvent | undefined)[] = [];
  #head = 0;

  constructor(limit = Infinity) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#events.length - this.#head;
  }

  push(event: RunEvent): RunEvent | undefined {
    this.#events.push(event);
    return this.size > this.#limit ? this.shift() : undefined;
  }

  shift(): RunEvent | undefined {
    if (this.size === 0) return undefined;
    const event = this.#events[this.#head];
    this.#events[this.#head++] = undefined;
    // Moving the rest down only when half of the array is spent keeps both calls constant on average.
    if (this.#head * 2 >= this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
    return event;
  }
}

/** One slot per type. An event keeps the place in line of the one that it replaces, so that no type waits for ever behind a more frequent one. */
export class LatestQueue implements EventQueue {
  readonly #slots = new Map<EventType, RunEvent>();

  get size(): number {
    return this.#slots.size;
  }

  push(event: RunEvent): RunEvent | undefined {
    const replaced = this.#slots.get(event.type);
    this.#slots.set(event.type, event);
    return replaced;
  }

  shift(): RunEvent | undefined {
    for (const [type, event] of this.#slots) {
      this.#slots.delete(type);
      return event;
    }
    return undefined;
  }
}
