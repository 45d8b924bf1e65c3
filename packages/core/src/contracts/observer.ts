import type { Delivery } from '../delivery.ts';
import type { EventType, RunEvent } from '../events.ts';

/** What an observer does at each type of event. */
export type EventHandlers = { readonly [K in EventType]?: (event: RunEvent<K>) => void | Promise<void> };

/** Something that watches a run: a name, the events it wants, and how they are to be delivered. Observers change nothing in the run. */
export interface Observer {
  readonly name: string;
  /** @default 'sync' */
  readonly delivery?: Delivery;
  /** A handler per event type. Payload arrays are borrowed: keep with `.slice()`. */
  readonly on: EventHandlers;
  /** Called once after the last event, on failure too. */
  close?(): void | Promise<void>;
}

/** Observers by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Observers {}
