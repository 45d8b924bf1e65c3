import { N3mlError, type RunEvent } from '@n3ml/core';
import { defer, type MonoTypeOperatorFunction, mergeMap } from 'rxjs';
import { ownEvent } from '../own-event.ts';
import { Ring } from './ring.ts';

/** When a trigger fires, and what it lets through. */
export interface TriggerOptions<E extends RunEvent> {
  readonly when: (event: E) => boolean;
  /** Events in front of the one that fires. @default 0 */
  readonly before?: number;
  /** Events after it; counted anew where it fires again meanwhile. @default 0 */
  readonly after?: number;
}

/**
 * Events around those that matter, each once and in order. It keeps copies of the newest `before` events, so borrowed arrays are safe.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 * @example bus.all().pipe(onTrigger({ when: (e) => e.type === 'metric' && e.value < 0.5, before: 1000, after: 100 })).subscribe(...)
 */
export function onTrigger<E extends RunEvent>({ when, before = 0, after = 0 }: TriggerOptions<E>): MonoTypeOperatorFunction<E> {
  for (const [option, value] of Object.entries({ before, after })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new N3mlError('N3ML_BAD_OPTION', `Option '${option}' of onTrigger is ${value}; give a whole number of at least 0.`, {
      details: { option, value },
    });
  }
  return (events) =>
    defer(() => {
      const past = new Ring<E>(before);
      let left = 0;
      return events.pipe(
        mergeMap((event) => {
          if (when(event)) {
            left = after;
            return [...past.take(), event];
          }
          if (left > 0) {
            left--;
            return [event];
          }
          past.push(ownEvent(event));
          return [];
        }),
      );
    });
}
