import { coreEventTypes, type EventType, type RunEvent } from '@n3ml/core';
import { Observable, type Subscriber } from 'rxjs';
import { readEventBlock } from '../event-block.ts';
import type { ConsumerMessage } from './consumer-message.ts';

/** The events of a run that is elsewhere. */
export interface EventStream {
  /** The events of one or several types. The producer is asked for these types only, while somebody subscribes. */
  on<K extends EventType>(types: K | readonly K[]): Observable<RunEvent<K>>;
  /** Every event of every type that core declares. */
  all(): Observable<RunEvent>;
}

/** What a connection tells of itself. */
export interface ConnectionEvents {
  opened(): void;
  block(bytes: Uint8Array): void;
  /** The producer has sent everything. */
  ended(): void;
  failed(error: Error): void;
}

/** A connection to a producer. */
export interface Connection {
  send(text: string): void;
  close(): void;
}

type Wanted = ReadonlySet<EventType> | 'all';

/** Shares one connection among all that subscribe: it is made for the first of them and closed with the last. */
export class SharedEventStream implements EventStream {
  readonly #connect: (events: ConnectionEvents) => Connection;
  readonly #subscribers = new Map<Subscriber<RunEvent>, Wanted>();
  #connection: Connection | undefined;
  #isOpen = false;
  #isAsking = false;

  constructor(connect: (events: ConnectionEvents) => Connection) {
    this.#connect = connect;
  }

  on<K extends EventType>(types: K | readonly K[]): Observable<RunEvent<K>> {
    return this.#events(new Set<EventType>(typeof types === 'string' ? [types] : types)) as unknown as Observable<RunEvent<K>>;
  }

  all(): Observable<RunEvent> {
    return this.#events('all');
  }

  #events(wanted: Wanted): Observable<RunEvent> {
    return new Observable((subscriber) => {
      this.#subscribers.set(subscriber, wanted);
      if (this.#connection) this.#ask();
      else this.#open();
      return () => {
        this.#subscribers.delete(subscriber);
        if (this.#subscribers.size === 0) this.#close();
        else this.#ask();
      };
    });
  }

  #open(): void {
    let isCurrent = true;
    const connection = this.#connect({
      opened: () => {
        if (!isCurrent) return;
        this.#isOpen = true;
        this.#ask();
      },
      block: (bytes) => {
        if (isCurrent) this.#take(bytes);
      },
      ended: () => {
        if (isCurrent) this.#end((subscriber) => subscriber.complete());
      },
      failed: (error) => {
        if (isCurrent) this.#end((subscriber) => subscriber.error(error));
      },
    });
    this.#connection = {
      send: (text) => connection.send(text),
      close: () => {
        isCurrent = false;
        connection.close();
      },
    };
  }

  #take(bytes: Uint8Array): void {
    try {
      // Whoever subscribes while these are handed out begins with the next ones.
      const subscribers = [...this.#subscribers];
      for (const { event } of readEventBlock(bytes)) {
        for (const [subscriber, wanted] of subscribers) {
          if (wanted === 'all' || wanted.has(event.type)) subscriber.next(event);
        }
      }
    } catch (error) {
      this.#end((subscriber) => subscriber.error(error));
      return;
    }
    this.#send({ taken: bytes.length });
  }

  /** Tells the producer what is wanted, once for all that subscribe in the same turn. */
  #ask(): void {
    if (!this.#isOpen || this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      const types = [...this.#subscribers.values()].flatMap((wanted) => (wanted === 'all' ? coreEventTypes : [...wanted]));
      this.#send({ types: [...new Set(types)] });
    });
  }

  #send(message: ConsumerMessage): void {
    if (this.#isOpen) this.#connection?.send(JSON.stringify(message));
  }

  #end(tell: (subscriber: Subscriber<RunEvent>) => void): void {
    this.#close();
    const subscribers = [...this.#subscribers.keys()];
    this.#subscribers.clear();
    for (const subscriber of subscribers) tell(subscriber);
  }

  #close(): void {
    this.#isOpen = false;
    this.#connection?.close();
    this.#connection = undefined;
  }
}
