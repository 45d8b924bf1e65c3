import type { Observable } from 'rxjs';
import type { Observer } from './contracts/observer.ts';
import type { Events, EventType, RunEvent } from './events.ts';

export type Delivery = 'sync' | 'latest' | { readonly dropOldest: number } | { readonly pause: number };
export type EventHandlers = { readonly [K in EventType]?: (event: RunEvent<K>) => void | Promise<void> };

/** The way of one type of event from a producer to the bus. Look it up once, outside the loop. */
export interface Channel<K extends EventType> {
  /** Whether anybody listens: read it before building a payload. */
  readonly active: boolean;
  emit(payload: Events[K]): void;
}

export interface EventBus {
  channel<K extends EventType>(type: K): Channel<K>;
  /** The events of one or several types, as an Observable. @default delivery 'sync' */
  on<K extends EventType>(types: K | readonly K[], delivery?: Delivery): Observable<RunEvent<K>>;
  /** Every event of every type. */
  all(delivery?: Delivery): Observable<RunEvent>;
  /** Attaches an observer; the function that is returned detaches it. */
  attach(observer: Observer): () => void;
  /** True where `settle` has something to do. A producer reads it at each sample end. */
  readonly unsettled: boolean;
  /** Called by producers at each sample end when `unsettled`, and from time to time: delivers, waits for full `pause` queues, reports losses and observers that threw. */
  settle(): Promise<void>;
  /** Delivers what is left, closes the observers and completes the streams. */
  close(): Promise<void>;
}
