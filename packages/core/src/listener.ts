import type { DeliveryPolicy } from './delivery-policy.ts';
import { N3mlError } from './errors.ts';
import type { EventQueue } from './event-queue.ts';
import type { EventType, RunEvent } from './events.ts';
import { turn } from './macrotask.ts';
import { isThenable } from './thenable.ts';

/** What a listener tells the bus. */
export interface ListenerHost {
  /** Something waits in its queue. */
  queued(listener: Listener): void;
  /** It has lost an event. */
  lost(listener: Listener): void;
  /** A handler threw, rejected or is stuck; the listener takes no more events. */
  failed(listener: Listener, error: unknown): void;
  /** Its close threw, rejected or is stuck. */
  closeFailed(listener: Listener, error: unknown): void;
}

export interface ListenerOptions {
  readonly name: string;
  readonly policy: DeliveryPolicy;
  readonly handle: (event: RunEvent) => unknown;
  readonly close: () => unknown;
}

/** The arrays of a payload belong to the producer, which goes on to use them: what waits in a queue needs its own. */
function withOwnArrays(event: RunEvent): RunEvent {
  const copy: Record<string, unknown> = { ...event };
  // A list of the entries would be most of what a copy costs, and events come thousands a second.
  for (const key in copy) {
    const value = copy[key];
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) copy[key] = (value as Uint8Array).slice();
  }
  return copy as RunEvent;
}

/** One observer or one subscription: its queue, and its handler, which is given one event at a time. Nothing that the handler throws gets past it. */
export class Listener {
  readonly name: string;
  readonly #policy: DeliveryPolicy;
  readonly #queue: EventQueue;
  readonly #handle: (event: RunEvent) => unknown;
  readonly #close: () => unknown;
  readonly #host: ListenerHost;
  #losses = new Map<EventType, number>();
  #alive = true;
  #delivering = false;
  #pending: Promise<void> | undefined;
  /** What the pending handler was given. */
  #handling: EventType | undefined;
  #stuck = false;
  #ended: Promise<void> | undefined;

  constructor({ name, policy, handle, close }: ListenerOptions, host: ListenerHost) {
    this.name = name;
    this.#policy = policy;
    this.#queue = policy.createQueue();
    this.#handle = handle;
    this.#close = close;
    this.#host = host;
  }

  /** True where the run has to wait for it. */
  get full(): boolean {
    return this.#alive && this.#queue.size >= this.#policy.waitAt;
  }

  get idle(): boolean {
    return !this.#pending && (!this.#alive || this.#queue.size === 0);
  }

  accept(event: RunEvent): void {
    if (!this.#alive) return;
    if (this.#policy.immediate && this.#free && this.#queue.size === 0) {
      this.#deliver(event);
      return;
    }
    const lost = this.#queue.push(withOwnArrays(event));
    // A loss of the report of losses would be the reason for the next report, without end.
    if (lost && lost.type !== 'bus:dropped') {
      this.#losses.set(lost.type, (this.#losses.get(lost.type) ?? 0) + 1);
      this.#host.lost(this);
    }
    this.#host.queued(this);
  }

  /** Delivers what is queued now, up to the first handler that has to be waited for; the rest follows it. */
  pump(): void {
    for (let left = this.#queue.size; left > 0 && this.#alive && this.#free; left--) {
      const event = this.#queue.shift();
      if (event) this.#deliver(event);
    }
  }

  /** Waits for the handler that is pending, or a turn where none is. One that takes too long has failed, and is waited for no more. Never rejects. */
  async settled(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return turn();
    try {
      await this.#inTime(pending, `'${this.#handling}'`);
    } catch (error) {
      this.#pending = undefined;
      this.#fail(error);
      this.#stuck = true;
    }
  }

  /** The losses by type since the last call. */
  takeLosses(): ReadonlyMap<EventType, number> {
    const losses = this.#losses;
    this.#losses = new Map();
    return losses;
  }

  /** Takes no more events, waits for the handler that is pending, then closes; once, however often it is called. Never rejects. */
  end(): Promise<void> {
    this.stop();
    this.#ended ??= this.#finish();
    return this.#ended;
  }

  /** Takes no more events. */
  stop(): void {
    this.#alive = false;
  }

  get #free(): boolean {
    return !this.#delivering && !this.#pending;
  }

  #deliver(event: RunEvent): void {
    this.#delivering = true;
    try {
      const result = this.#handle(event);
      if (!isThenable(result)) return;
      this.#handling = event.type;
      this.#pending = this.#follow(result);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#delivering = false;
    }
  }

  async #follow(result: PromiseLike<unknown>): Promise<void> {
    try {
      await result;
      this.#pending = undefined;
      this.pump();
    } catch (error) {
      this.#pending = undefined;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    // What a stuck handler comes back with is of no interest any more.
    if (this.#stuck) return;
    this.stop();
    this.#host.failed(this, error);
  }

  async #finish(): Promise<void> {
    if (this.#pending) await this.settled();
    try {
      await this.#inTime(this.#close(), 'its close');
    } catch (error) {
      this.#host.closeFailed(this, error);
    }
  }

  /** Waits as long as the patience lasts. */
  async #inTime(result: unknown, what: string): Promise<void> {
    const { patience } = this.#policy;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((_, reject) => {
      const fail = (): void =>
        reject(new N3mlError('N3ML_OBSERVER_STUCK', `It took longer than its patience of ${patience / 1000} s over ${what}.`));
      // Timers take no longer times.
      if (patience < 2 ** 31) timer = setTimeout(fail, patience);
    });
    await Promise.race([result, late]).finally(() => clearTimeout(timer));
  }
}
