import { createEventBus, type EventBus, type Observer, type RunEvent } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { runEvents } from './run-events.ts';

/** Errors that the bus reports of an observer while `emit` runs, up to and with its close. */
async function errorsOf(observer: Observer, emit: (bus: EventBus) => void | Promise<void>): Promise<readonly string[]> {
  const bus = createEventBus();
  const errors: string[] = [];
  bus.on('observer:error').subscribe(({ observer: name, error }) => {
    if (name === observer.name) errors.push(error);
  });
  bus.attach(observer);
  await emit(bus);
  await bus.close();
  return errors;
}

/** Emits a whole run; the observer is given a turn after every event, as a slow one needs. */
async function emitRun(bus: EventBus): Promise<void> {
  for (const emit of runEvents()) {
    emit(bus);
    if (bus.unsettled) await bus.settle();
  }
}

/**
 * The conformance suite of an observer. It declares vitest tests: it lives through every event of core, through two runs in a row, through a run
 * that breaks off and through none at all; it changes no payload; a second close does no harm.
 *
 * @param name what the tests are called
 * @param make makes a new observer; one that writes files is to write them where they may be overwritten
 * @example testObserver('acme/lamp', () => lamp({ port: fakePort }))
 */
export function testObserver(name: string, make: () => Observer): void {
  describe(`observer ${name}`, () => {
    it('lives through every event, and through a second run', async () => {
      const errors = await errorsOf(make(), async (bus) => {
        await emitRun(bus);
        await emitRun(bus);
      });
      expect(errors).toEqual([]);
    });

    it('lives through a run that breaks off in an epoch, and through none', async () => {
      const breakOff = (bus: EventBus): void => {
        for (const emit of runEvents().slice(0, 6)) emit(bus);
      };
      expect(await errorsOf(make(), breakOff)).toEqual([]);
      expect(await errorsOf(make(), () => {})).toEqual([]);
    });

    it('changes no payload', async () => {
      const bus = createEventBus();
      const changed: string[] = [];
      const before = new Map<RunEvent, RunEvent>();
      // With sync delivery subscribers are told in the order in which they came: one before the observer, one after it.
      bus.all('sync').subscribe((event) => before.set(event, structuredClone(event)));
      bus.attach({ ...make(), delivery: 'sync' });
      bus.all('sync').subscribe((event) => {
        if (!isSame(event, before.get(event))) changed.push(event.type);
      });
      await emitRun(bus);
      await bus.close();
      expect(before.size).toBe(runEvents().length);
      expect(changed, 'events that came out changed').toEqual([]);
    });

    it('can be closed twice', async () => {
      const observer = make();
      expect(await errorsOf(observer, emitRun)).toEqual([]);
      await expect(Promise.resolve(observer.close?.())).resolves.toBeUndefined();
    });
  });
}

/** Compares by what JSON and typed arrays hold, NaN included. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
