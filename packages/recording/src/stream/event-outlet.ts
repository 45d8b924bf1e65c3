import { type EventBus, type EventHandlers, type EventType, N3mlError, type RunEvent } from '@n3ml/core';
import { elementTypeOf } from '../bytes/element-type.ts';
import { EventBlockWriter } from '../event-block.ts';
import { readConsumerMessage } from './consumer-message.ts';

/** A way to one consumer. */
export interface Line {
  send(block: Uint8Array<ArrayBuffer>): void;
  /** Bytes that wait on our side of it. */
  readonly buffered: number;
  /** The last block has been sent. */
  end(): void | Promise<void>;
}

export interface OutletOptions {
  /** Whose losses are reported. */
  readonly name: string;
  /** Bytes on the way to the consumer at most, and one event more. */
  readonly limit: number;
  /** Whether events are lost, or the run waits, while the consumer is too slow. */
  readonly whenFull: 'drop' | 'wait';
  /** How the run began, for a consumer that comes later. */
  readonly runStart?: () => RunEvent | undefined;
}

/** Events are sent once they have come to so many bytes, or after so many ms. */
const BLOCK_BYTES = 2 ** 16;
const BLOCK_AGE = 20;

/** Whether an event carries arrays: such events are the first that a slow consumer misses. */
const isBulky = (event: RunEvent): boolean => Object.values(event).some((value) => elementTypeOf(value) >= 0);

/** Sends the events of a bus to one consumer: those that it asks for, in blocks, no more at a time than it acknowledges. */
export class EventOutlet {
  readonly #bus: EventBus;
  readonly #line: Line;
  readonly #options: OutletOptions;
  readonly #block = new EventBlockWriter();
  readonly #began = performance.now();
  readonly #losses = new Map<EventType, number>();
  #types: ReadonlySet<EventType> = new Set();
  #detach: (() => void) | undefined;
  /** Counts the attachments: the observer of an earlier one doesn't end the line when it closes. */
  #attachment = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Bytes that were sent and not acknowledged. */
  #onTheWay = 0;
  #room: { readonly promise: Promise<void>; readonly open: () => void } | undefined;

  constructor(bus: EventBus, line: Line, options: OutletOptions) {
    this.#bus = bus;
    this.#line = line;
    this.#options = options;
  }

  /**
   * Takes what the consumer has sent.
   *
   * @throws N3mlError N3ML_BAD_MESSAGE, N3ML_BUS_CLOSED
   */
  receive(text: unknown): void {
    const message = readConsumerMessage(text);
    if ('types' in message) {
      this.#listen(message.types);
      return;
    }
    this.#onTheWay = Math.max(0, this.#onTheWay - message.taken);
    if (this.#load < this.#options.limit / 2) this.#relax();
  }

  /** The consumer has gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#attachment++;
    this.#detach?.();
    this.#detach = undefined;
    this.#room?.open();
  }

  /** There is no more: the consumer gets what is left, and how much it has missed. */
  end(): void | Promise<void> {
    const reports = this.#takeLosses();
    for (const report of reports) this.#bus.channel('bus:dropped').emit(report);
    this.stop();
    if (this.#types.has('bus:dropped')) for (const report of reports) this.#add({ type: 'bus:dropped', ...report });
    this.#flush();
    return this.#line.end();
  }

  #listen(types: readonly EventType[]): void {
    const wanted = new Set(types);
    const runStart = wanted.has('run:start') && !this.#types.has('run:start') ? this.#options.runStart?.() : undefined;
    this.#types = wanted;
    const attachment = ++this.#attachment;
    this.#detach?.();
    this.#detach = undefined;
    if (runStart) this.#add(runStart);
    if (wanted.size === 0) return;
    const take = (event: RunEvent): void | Promise<void> => this.#take(event);
    this.#detach = this.#bus.attach({
      name: this.#options.name,
      on: Object.fromEntries([...wanted].map((type) => [type, take])) as EventHandlers,
      ...(this.#options.whenFull === 'wait' && { patience: Infinity }),
      close: () => (attachment === this.#attachment ? this.end() : undefined),
    });
  }

  get #load(): number {
    return this.#block.size + Math.max(this.#onTheWay, this.#line.buffered);
  }

  #take(event: RunEvent): void | Promise<void> {
    const { limit, whenFull } = this.#options;
    const isIdle = this.#block.events === 0 && this.#onTheWay === 0 && this.#line.buffered === 0;
    if (whenFull === 'drop' && !isIdle && this.#load >= (isBulky(event) ? limit / 2 : limit)) {
      this.#lose(event.type);
      return;
    }
    this.#add(event);
    if (whenFull === 'wait' && this.#load >= limit) {
      this.#flush();
      return this.#untilThereIsRoom();
    }
  }

  #add(event: RunEvent): void {
    try {
      this.#block.add(event, Math.round(performance.now() - this.#began));
    } catch (error) {
      if (!(error instanceof N3mlError && error.code === 'N3ML_NOT_RECORDABLE')) throw error;
      this.#lose(event.type);
      return;
    }
    if (this.#block.size >= BLOCK_BYTES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), BLOCK_AGE);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#block.events === 0) return;
    const block = this.#block.finish();
    this.#onTheWay += block.length;
    this.#line.send(block);
  }

  #lose(type: EventType): void {
    // A loss of the report of losses would be the reason for the next report, without end.
    if (type !== 'bus:dropped') this.#losses.set(type, (this.#losses.get(type) ?? 0) + 1);
  }

  #untilThereIsRoom(): Promise<void> {
    if (!this.#room) {
      let open = (): void => undefined;
      const promise = new Promise<void>((resolve) => {
        open = resolve;
      });
      this.#room = { promise, open };
    }
    return this.#room.promise;
  }

  /** There is room again. */
  #relax(): void {
    this.#room?.open();
    this.#room = undefined;
    const dropped = this.#bus.channel('bus:dropped');
    for (const report of this.#takeLosses()) dropped.emit(report);
  }

  #takeLosses() {
    const reports = [...this.#losses].map(([event, count]) => ({ observer: this.#options.name, event, count }));
    this.#losses.clear();
    return reports;
  }
}
