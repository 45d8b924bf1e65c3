import type { Delivery } from '../delivery.ts';
import type { EventType, RunEvent } from '../events.ts';

/** What an observer does at each type of event. */
export type EventHandlers = { readonly [K in EventType]?: (event: RunEvent<K>) => void | Promise<void> };

/** Something that watches a run: a name, the events it wants, and how they are to be delivered. Observers change nothing in the run. */
export interface Observer {
  readonly name: string;
  /** @default 'sync' */
  readonly delivery?: Delivery;
  /**
   * How long the run waits for one handler, or for `close`, in ms. An observer that takes longer is detached and reported as `observer:error` with the code
   * N3ML_OBSERVER_STUCK; the run goes on without it. Infinity where a wait is meant, for a person or a reader of a pipe. What blocks the thread can't be left behind.
   * @default 30000
   */
  readonly patience?: number;
  /** A handler per event type. Payload arrays are borrowed: keep with `.slice()`. */
  readonly on: EventHandlers;
  /** Called once after the last event, on failure too, and awaited as long as `patience` allows. */
  close?(): void | Promise<void>;
}

/** Observers by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Observers {}
