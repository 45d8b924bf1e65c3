import type { EventBus, EventHandlers, RunEvent } from '@n3ml/core';
import { Observable } from 'rxjs';

/** Adds up the time in which something of somebody's is running, in ms. */
export class TimeMeter {
  ms = 0;

  /** A function whose calls are counted. */
  around<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      const begun = performance.now();
      try {
        return work(...args);
      } finally {
        this.ms += performance.now() - begun;
      }
    };
  }

  /** A bus whose handlers are counted, those of observers and those of subscribers. */
  bus(bus: EventBus): EventBus {
    const counted = <E>(events: Observable<E>): Observable<E> =>
      new Observable((subscriber) => events.subscribe(this.around((event) => subscriber.next(event))));
    return {
      channel: (type) => bus.channel(type),
      on: (types, delivery) => counted(bus.on(types, delivery)),
      all: (delivery) => counted(bus.all(delivery)),
      attach: (observer) => {
        const handlers = Object.entries(observer.on).map(([type, handle]) => [type, this.around(handle as (event: RunEvent) => unknown)]);
        return bus.attach({ ...observer, on: Object.fromEntries(handlers) as EventHandlers });
      },
      get unsettled() {
        return bus.unsettled;
      },
      settle: () => bus.settle(),
      close: () => bus.close(),
    };
  }

  /** Counts what is called on intervals that are set until the function that is returned is called. */
  intervals(): () => void {
    const plain = globalThis.setInterval;
    globalThis.setInterval = ((work: () => void, ms?: number) => plain(this.around(work), ms)) as typeof setInterval;
    return () => {
      globalThis.setInterval = plain;
    };
  }
}
