import { coreEventTypes, type EventHandlers, type EventType, N3mlError, type Observer, type RunEvent } from '@n3ml/core';
import { chosenEventTypes } from '../event-types.ts';
import { ownEvent } from '../own-event.ts';
import { Ring } from './ring.ts';

/** Options of {@link newestEvents}. */
export interface NewestEventsOptions<K extends EventType> {
  /** How many events it keeps. */
  readonly capacity: number;
  /** @default all that core declares */
  readonly types?: readonly K[];
}

/** An observer that keeps the newest events. */
export interface NewestEvents<K extends EventType = EventType> extends Observer {
  /** Those that it has, oldest first, with arrays of their own. */
  list(): RunEvent<K>[];
}

/**
 * A ring buffer: keeps the newest events in memory, to be looked at whenever something has happened.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 * @example
 * const last = newestEvents({ capacity: 10_000, types: ['spikes'] });
 * bus.attach(last);
 * bus.on('metric').subscribe(() => console.log(last.list().length));
 */
export function newestEvents<K extends EventType>({ capacity, types }: NewestEventsOptions<K>): NewestEvents<K> {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new N3mlError('N3ML_BAD_OPTION', `Option 'capacity' of newestEvents is ${capacity}; give a positive whole number.`, {
      details: { capacity },
    });
  }
  const ring = new Ring<RunEvent>(capacity);
  const keep = (event: RunEvent): void => ring.push(ownEvent(event));
  const chosen = chosenEventTypes(types ?? coreEventTypes, 'newestEvents');
  return {
    name: 'newest-events',
    on: Object.fromEntries(chosen.map((type) => [type, keep])) as EventHandlers,
    list: () => ring.list() as unknown as RunEvent<K>[],
  };
}
