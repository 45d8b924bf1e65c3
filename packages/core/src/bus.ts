import type { Observable } from 'rxjs';
import type { Observer } from './contracts/observer.ts';
import type { Delivery } from './delivery.ts';
import type { Events, EventType, RunEvent } from './events.ts';

/** The way of one type of event from a producer to the bus. Look it up once, outside the loop. */
export interface Channel<K extends EventType> {
  /** Whether anybody listens: read it before building a payload. */
  readonly active: boolean;
  emit(payload: Events[K]): void;
}

/** Where the events of a run come together: producers emit, observers and subscribers listen. */
export interface EventBus {
  channel<K extends EventType>(type: K): Channel<K>;
  /**
   * The events of one or several types, as an Observable. Each subscription has a queue of its own. A subscriber that throws (in `next`, or in an
   * operator of a pipe that starts here) is unsubscribed and reported as `observer:error`. Where a pipe is joined to other streams (`merge`, a
   * Subject), RxJS's own rule holds: it throws the error from a timer.
   * @default delivery 'sync'
   * @throws N3mlError N3ML_BAD_DELIVERY
   */
  on<K extends EventType>(types: K | readonly K[], delivery?: Delivery): Observable<RunEvent<K>>;
  /** Every event of every type. */
  all(delivery?: Delivery): Observable<RunEvent>;
  /**
   * Attaches an observer; the function that is returned detaches it: nothing more is delivered, and it is closed after the handler that is pending. An
   * async handler is given one event at a time.
   * @throws N3mlError N3ML_BAD_DELIVERY, N3ML_BUS_CLOSED
   */
  attach(observer: Observer): () => void;
  /** True where `settle` has something to do, or the event loop has not had a turn for 50 ms. A producer reads it at each sample end. */
  readonly unsettled: boolean;
  /**
   * Called by producers at each sample end when `unsettled`: delivers, waits for full `pause` queues, reports losses and observers that threw or are
   * stuck, and gives the event loop a turn.
   */
  settle(): Promise<void>;
  /**
   * Delivers what is left, waits for handlers, closes the observers in the order in which they were attached, and completes the streams. It waits for each handler and
   * each close as long as the observer's patience allows, so it comes to an end.
   */
  close(): Promise<void>;
}
