import { createEventBus, type EventBus, type Observer, type RunEvent } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { nanosecondsEach, tell } from './duration.ts';
import { runEvents, strangeEvents } from './run-events.ts';

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

/**
 * Emits a whole run; the observer is given a turn after every event, as a slow one needs.
 *
 * @param worn true overwrites the arrays of a payload once it was emitted, as a producer does that uses them again
 */
async function emitRun(bus: EventBus, worn = false): Promise<void> {
  for (const emit of runEvents()) {
    const payload = emit(bus);
    if (worn) for (const value of Object.values(payload)) if (ArrayBuffer.isView(value)) new Uint8Array(value.buffer).fill(0xff);
    if (bus.unsettled) await bus.settle();
  }
}

/** Options of {@link testObserver}. */
export interface ObserverSuiteOptions {
  /** What the observer that was made last has written or shown, once it is closed. With it the suite tests that this comes from the events alone. */
  readonly output?: () => unknown;
}

/**
 * The conformance suite of an observer. It declares vitest tests: it lives through every event of core, through odd ones, through two runs in a row,
 * through a run that breaks off and through none at all; it changes no payload; a second close does no harm. With `output` it also tests that the
 * same events give the same output, and that no borrowed array is kept. It prints the time for an event.
 *
 * @param name what the tests are called
 * @param make makes a new observer; one that writes files is to write them where they may be overwritten
 * @example testObserver('acme/lamp', () => lamp({ port: fakePort }), { output: () => fakePort.written })
 */
export function testObserver(name: string, make: () => Observer, { output }: ObserverSuiteOptions = {}): void {
  describe(`observer ${name}`, () => {
    it('says what it is called and what it listens to', () => {
      const { name: called, on } = make();
      expect(called).not.toBe('');
      expect(Object.values(on).filter((handler) => handler !== undefined)).toSatisfy(
        (handlers: unknown[]) => handlers.length > 0 && handlers.every((handler) => typeof handler === 'function'),
        'functions, one at least',
      );
    });

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

    it('lives through payloads that are empty or hold no numbers', async () => {
      for (const strange of strangeEvents()) {
        const emitAll = (bus: EventBus): void => {
          strange(bus);
          for (const emit of strangeEvents()) emit(bus);
        };
        expect(await errorsOf(make(), emitAll)).toEqual([]);
      }
    });

    if (output) {
      const outputOf = async (worn: boolean): Promise<unknown> => {
        const bus = createEventBus();
        bus.attach(make());
        await emitRun(bus, worn);
        await bus.close();
        return structuredClone(output());
      };

      it('gives the same output for the same events', async () => {
        expect(await outputOf(false)).toEqual(await outputOf(false));
      });

      it('keeps no borrowed array', async () => {
        expect(await outputOf(true)).toEqual(await outputOf(false));
      });
    }

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
      expect(await errorsOf(observer, (bus) => emitRun(bus))).toEqual([]);
      await expect(Promise.resolve(observer.close?.())).resolves.toBeUndefined();
    });

    it('tells how long an event takes', async () => {
      const nanoseconds = await nanosecondsEach(async () => {
        expect(await errorsOf(make(), (bus) => emitRun(bus))).toEqual([]);
        return runEvents().length;
      });
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${(nanoseconds / 1000).toFixed(2)} us per event of a short run, its end included`);
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
