import { createEventBus, type EventBus, type Observer, type RunEvent } from '@n3ml/core';
import { firstValueFrom, map, merge, NEVER, tap, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const metric = (value: number) => ({ name: 'loss', value, done: value });

let bus: EventBus;
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
let foreign: NodeJS.UncaughtExceptionListener[] = [];

// The test runner's own listeners would fail the test; here an uncaught error is data.
beforeEach(() => {
  bus = createEventBus();
  uncaught.length = 0;
  foreign = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await bus.close();
  await later(2);
  process.removeListener('uncaughtException', note);
  process.removeListener('unhandledRejection', note);
  for (const listener of foreign) process.on('uncaughtException', listener);
});

/** An observer that keeps what it is told. */
const keeper = (observer: Partial<Observer> = {}) => {
  const values: number[] = [];
  return {
    values,
    observer: {
      name: 'keeper',
      on: { metric: ({ value }: RunEvent<'metric'>) => void values.push(value) },
      ...observer,
    } satisfies Observer,
  };
};
const reports = () => {
  const errors: RunEvent<'observer:error'>[] = [];
  bus.attach({ name: 'reports', on: { 'observer:error': (event) => void errors.push(event) } });
  return errors;
};

describe('a channel', () => {
  test('gives events its own type, whatever the payload brings', () => {
    const { values, observer } = keeper();
    bus.attach(observer);
    const payload = { ...metric(3), type: 'log' };
    bus.channel('metric').emit(payload);
    expect(values).toEqual([3]);
    expect(payload.type).toBe('log');
  });

  test('is active while somebody listens to its type or to everything', () => {
    const channel = bus.channel('metric');
    expect(channel.active).toBe(false);
    const detach = bus.attach(keeper().observer);
    expect([channel.active, bus.channel('spikes').active]).toEqual([true, false]);
    const subscription = bus.on('metric').subscribe();
    detach();
    expect(channel.active).toBe(true);
    subscription.unsubscribe();
    expect(channel.active).toBe(false);
    const everything = bus.all().subscribe();
    expect([channel.active, bus.channel('log').active]).toEqual([true, true]);
    everything.unsubscribe();
    expect([channel.active, bus.channel('log').active]).toEqual([false, false]);
  });

  test('is the same one for each look-up', () => {
    expect(bus.channel('metric')).toBe(bus.channel('metric'));
  });

  test('emits to nobody without harm', () => {
    expect(() => bus.channel('metric').emit(metric(1))).not.toThrow();
  });
});

describe('streams', () => {
  test('give the wanted types in the order of emission, at once', () => {
    const seen: RunEvent[] = [];
    bus.on(['metric', 'log', 'metric']).subscribe((event) => seen.push(event));
    bus.channel('metric').emit(metric(1));
    bus.channel('epoch:end').emit({ epoch: 0 });
    bus.channel('log').emit({ level: 'info', message: 'a' });
    expect(seen).toEqual([
      { type: 'metric', ...metric(1) },
      { type: 'log', level: 'info', message: 'a' },
    ]);
  });

  test('of everything include types that are first used later', () => {
    const seen: string[] = [];
    bus.all().subscribe(({ type }) => seen.push(type));
    bus.channel('metric').emit(metric(1));
    bus.channel('epoch:end').emit({ epoch: 0 });
    expect(seen).toEqual(['metric', 'epoch:end']);
  });

  test('complete when the bus is closed, also for those who come later', async () => {
    const kept = firstValueFrom(bus.on('metric', { pause: 3 }).pipe(toArray()));
    bus.channel('metric').emit(metric(1));
    bus.channel('metric').emit(metric(2));
    await bus.close();
    expect((await kept).map(({ value }) => value)).toEqual([1, 2]);
    expect(await firstValueFrom(bus.all().pipe(toArray()))).toEqual([]);
    expect(bus.channel('metric').active).toBe(false);
  });

  test('that join another one leave the errors of operators to the handler that was given', () => {
    const errors: unknown[] = [];
    merge(NEVER, bus.on('metric'))
      .pipe(
        map(() => {
          throw new Error('in map');
        }),
      )
      .subscribe({ error: (error) => errors.push(error) });
    bus.channel('metric').emit(metric(1));
    expect(errors).toEqual([new Error('in map')]);
  });
});

describe('borrowed arrays', () => {
  const values = Float32Array.of(1, 2);
  const weights = { connection: 'c', rows: 1, columns: 2, shape: [1], values, done: 0 };

  test('are the producer’s own in sync delivery', () => {
    let seen: Float32Array | undefined;
    bus.on('weights').subscribe((event) => {
      seen = event.values;
    });
    bus.channel('weights').emit(weights);
    expect(seen).toBe(values);
  });

  test.each(['latest', { dropOldest: 2 }, { pause: 2 }] as const)('are copied by %o', async (delivery) => {
    let seen: Float32Array | undefined;
    bus.on('weights', delivery).subscribe((event) => {
      seen = event.values;
    });
    bus.channel('weights').emit(weights);
    values[0] = 9;
    await bus.settle();
    values[0] = 1;
    expect(seen).toEqual(Float32Array.of(1, 2));
  });

  test('are copied when a sync observer is still busy', async () => {
    const seen: Float32Array[] = [];
    bus.attach({
      name: 'slow',
      on: {
        weights: async (event) => {
          seen.push(event.values);
          await turn();
        },
      },
    });
    bus.channel('weights').emit(weights);
    bus.channel('weights').emit(weights);
    await bus.settle();
    expect(seen[0]).toBe(values);
    expect(seen[1]).toEqual(values);
    expect(seen[1]).not.toBe(values);
  });
});

describe('slow observers', () => {
  test('with async handlers are given one event at a time, in order, whatever the delivery', async () => {
    for (const delivery of ['sync', { pause: 2 }, { dropOldest: 100 }] as const) {
      const log: string[] = [];
      const detach = bus.attach({
        name: 'slow',
        delivery,
        on: {
          metric: async ({ value }) => {
            log.push(`<${value}`);
            await turn();
            log.push(`${value}>`);
          },
        },
      });
      for (const value of [1, 2, 3]) bus.channel('metric').emit(metric(value));
      while (log.length < 6) await bus.settle();
      expect(log).toEqual(['<1', '1>', '<2', '2>', '<3', '3>']);
      detach();
    }
  });

  test('do not hold up a run that they watch by their latest events', async () => {
    const seen: number[] = [];
    let release = (): void => {};
    const dropped: RunEvent<'bus:dropped'>[] = [];
    bus.on('bus:dropped').subscribe((event) => dropped.push(event));
    bus.attach({
      name: 'slow',
      delivery: 'latest',
      on: {
        metric: ({ value }) => {
          seen.push(value);
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        },
      },
    });
    for (let value = 1; value <= 100; value++) {
      bus.channel('metric').emit(metric(value));
      if (bus.unsettled) await bus.settle();
      await turn();
    }
    expect(seen).toEqual([1]);
    release();
    await bus.settle();
    expect(seen).toEqual([1, 100]);
    expect(dropped.reduce((sum, { count }) => sum + count, 0)).toBe(98);
    expect(dropped[0]).toEqual({ type: 'bus:dropped', observer: 'slow', event: 'metric', count: 98 });
    release();
  });

  test('hold up the run where they lose nothing', async () => {
    let release = (): void => {};
    const done: number[] = [];
    bus.attach({
      name: 'slow',
      delivery: { pause: 2 },
      on: {
        metric: async ({ value }) => {
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          done.push(value);
        },
      },
    });
    bus.channel('metric').emit(metric(1));
    await bus.settle();
    bus.channel('metric').emit(metric(2));
    expect(bus.unsettled).toBe(false);
    bus.channel('metric').emit(metric(3));
    expect(bus.unsettled).toBe(true);
    let settled = false;
    const settling = bus.settle().then(() => {
      settled = true;
    });
    for (let k = 0; k < 5; k++) await turn();
    expect(settled).toBe(false);
    release();
    await settling;
    expect(done).toEqual([1]);
    release();
    await turn();
    release();
  });
});

describe('settle', () => {
  test('lets timers run', async () => {
    let ran = false;
    setTimeout(() => {
      ran = true;
    }, 1);
    const start = performance.now();
    while (!ran && performance.now() - start < 5000) await bus.settle();
    expect(ran).toBe(true);
  });

  test('is called for when the event loop has had no turn for a while', async () => {
    expect(bus.unsettled).toBe(false);
    const start = performance.now();
    while (performance.now() - start < 60);
    expect(bus.unsettled).toBe(true);
    await bus.settle();
    expect(bus.unsettled).toBe(false);
  });

  test('is not needed for queued events to arrive', async () => {
    const { values, observer } = keeper({ delivery: { pause: 10 } });
    bus.attach(observer);
    bus.channel('metric').emit(metric(1));
    expect(values).toEqual([]);
    await turn();
    expect(values).toEqual([1]);
  });
});

describe('an observer that fails', () => {
  test.each(['sync', 'latest', { dropOldest: 4 }, { pause: 4 }] as const)(
    'is detached, closed once and reported (%o)',
    async (delivery) => {
      const errors = reports();
      let calls = 0;
      let closed = 0;
      bus.attach({
        name: 'bad',
        delivery,
        on: {
          metric: () => {
            calls++;
            throw new Error('no');
          },
        },
        close: () => {
          closed++;
        },
      });
      const { values, observer } = keeper();
      bus.attach(observer);
      expect(() => bus.channel('metric').emit(metric(1))).not.toThrow();
      bus.channel('metric').emit(metric(2));
      await bus.settle();
      bus.channel('metric').emit(metric(3));
      await bus.settle();
      expect({ calls, closed, values }).toEqual({ calls: 1, closed: 1, values: [1, 2, 3] });
      expect(errors).toEqual([{ type: 'observer:error', observer: 'bad', error: 'no', code: 'N3ML_OBSERVER_FAILED' }]);
      await bus.close();
      expect(closed).toBe(1);
      expect(uncaught).toEqual([]);
    },
  );

  test('by a rejection is treated the same', async () => {
    const errors = reports();
    bus.attach({ name: 'bad', on: { metric: () => Promise.reject(new Error('later')) } });
    bus.channel('metric').emit(metric(1));
    await turn();
    expect(bus.unsettled).toBe(true);
    await bus.settle();
    expect(errors.map(({ observer, error }) => [observer, error])).toEqual([['bad', 'later']]);
    expect(bus.channel('metric').active).toBe(false);
    expect(uncaught).toEqual([]);
  });

  test('when it is told of a failure is reported next time', async () => {
    const errors = reports();
    bus.attach({
      name: 'second',
      on: {
        'observer:error': () => {
          throw new Error('too');
        },
      },
    });
    bus.attach({
      name: 'first',
      on: {
        metric: () => {
          throw new Error('no');
        },
      },
    });
    bus.channel('metric').emit(metric(1));
    await bus.settle();
    expect(errors.map(({ observer }) => observer)).toEqual(['first']);
    await bus.settle();
    expect(errors.map(({ observer }) => observer)).toEqual(['first', 'second']);
  });

  test('in its close does not keep the others from closing', async () => {
    const errors = reports();
    const closed: string[] = [];
    bus.on('observer:error').subscribe(({ observer }) => closed.push(`stream hears of ${observer}`));
    bus.attach({ name: 'a', on: {}, close: () => Promise.reject(new Error('a')) });
    bus.attach({
      name: 'b',
      on: { 'observer:error': ({ observer }) => void closed.push(`b hears of ${observer}`) },
      close: () => void closed.push('b'),
    });
    await bus.close();
    expect(closed).toEqual(['stream hears of a', 'b hears of a', 'b']);
    expect(errors).toEqual([]); // it was closed before
    expect(uncaught).toEqual([]);
  });
});

describe('an observer that is stuck', () => {
  const never = new Promise<void>(() => undefined);
  const inHandler = {
    type: 'observer:error',
    observer: 'stuck',
    error: "It took longer than its patience of 30 s over 'metric'. [N3ML_OBSERVER_STUCK]",
    code: 'N3ML_OBSERVER_STUCK',
  };
  const inClose = { ...inHandler, error: inHandler.error.replace("'metric'", 'its close') };

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Whether it resolves while so much time passes, in ms. */
  const resolvesWithin = async (ms: number, promise: Promise<unknown>): Promise<boolean> => {
    let resolved = false;
    void promise.then(() => {
      resolved = true;
    });
    // Timers are set some turns after the wait has begun.
    for (let passed = 0; passed < ms; passed += ms / 10) {
      for (let k = 0; k < 5; k++) await turn();
      await vi.advanceTimersByTimeAsync(ms / 10);
    }
    for (let k = 0; k < 5; k++) await turn();
    return resolved;
  };

  test.each(['sync', { pause: 1 }] as const)('holds the run up for its patience and no longer (%o)', async (delivery) => {
    const errors = reports();
    let closed = 0;
    bus.attach({ name: 'stuck', delivery, on: { metric: () => never }, close: () => void closed++ });
    const { values, observer } = keeper();
    bus.attach(observer);
    bus.channel('metric').emit(metric(1));
    await bus.settle();
    bus.channel('metric').emit(metric(2));
    expect(bus.unsettled).toBe(true);
    const settled = bus.settle();
    expect(await resolvesWithin(29_000, settled)).toBe(false);
    expect(await resolvesWithin(1_000, settled)).toBe(true);
    bus.channel('metric').emit(metric(3));
    expect({ errors, closed, values }).toEqual({ errors: [inHandler], closed: 1, values: [1, 2, 3] });
  });

  test('does not hold the run up where it may lose events, and the end for its patience only', async () => {
    const errors = reports();
    bus.attach({ name: 'stuck', delivery: 'latest', on: { metric: () => never }, close: () => never });
    for (const value of [1, 2, 3]) {
      bus.channel('metric').emit(metric(value));
      await bus.settle();
    }
    const closing = bus.close();
    expect(await resolvesWithin(59_000, closing)).toBe(false);
    expect(await resolvesWithin(2_000, closing)).toBe(true);
    expect(errors).toEqual([inHandler, inClose]);
  });

  test('in its close is told of to those that are still there', async () => {
    bus.attach({ name: 'stuck', patience: 200, on: {}, close: () => never });
    const errors = reports();
    expect(await resolvesWithin(400, bus.close())).toBe(true);
    expect(errors).toEqual([{ ...inClose, error: inClose.error.replace('30 s', '0.2 s') }]);
  });

  test('is waited for as long as it wants where it says so', async () => {
    const errors = reports();
    let finish = (): void => undefined;
    const long = new Promise<void>((resolve) => {
      finish = resolve;
    });
    bus.attach({ name: 'patient', patience: Infinity, on: { metric: () => long } });
    bus.channel('metric').emit(metric(1));
    const closing = bus.close();
    expect(await resolvesWithin(1e9, closing)).toBe(false);
    finish();
    await closing;
    expect(errors).toEqual([]);
  });

  test('is reported once, whatever comes of it later', async () => {
    const errors = reports();
    let fail = (_: Error): void => undefined;
    const late = new Promise<void>((_, reject) => {
      fail = reject;
    });
    bus.attach({ name: 'stuck', on: { metric: () => late } });
    bus.channel('metric').emit(metric(1));
    bus.channel('metric').emit(metric(2));
    const settled = bus.settle();
    expect(await resolvesWithin(31_000, settled)).toBe(true);
    fail(new Error('too late'));
    await turn();
    await bus.settle();
    expect(errors).toEqual([inHandler]);
    expect(uncaught).toEqual([]);
  });

  test.each([0, -1, Number.NaN])('can not have a patience of %s', (patience) => {
    expect(() => bus.attach({ name: 'odd', patience, on: {} })).toThrow(
      `The patience of observer 'odd' is ${patience}; give ms above 0, or Infinity. [N3ML_BAD_DELIVERY]`,
    );
  });
});

describe('a subscriber that fails', () => {
  const failing: Record<string, () => void> = {
    'in next': () =>
      bus.on('metric').subscribe(() => {
        throw new Error('no');
      }),
    'in next of an observer': () =>
      bus.on('metric').subscribe({
        next: () => {
          throw new Error('no');
        },
      }),
    'behind an operator': () =>
      bus
        .on('metric')
        .pipe(map(({ value }) => value))
        .subscribe(() => {
          throw new Error('no');
        }),
    'behind several operators': () =>
      bus
        .all()
        .pipe(
          map(({ type }) => type),
          tap(() => {}),
        )
        .subscribe(() => {
          throw new Error('no');
        }),
    'in an operator': () =>
      bus
        .on('metric')
        .pipe(
          tap(() => {
            throw new Error('no');
          }),
        )
        .subscribe(),
    'in its error handler': () =>
      bus
        .on('metric')
        .pipe(
          tap(() => {
            throw new Error('other');
          }),
        )
        .subscribe({
          error: () => {
            throw new Error('no');
          },
        }),
    'by a rejection': () => bus.on('metric').subscribe(() => Promise.reject(new Error('no'))),
    'from a queue': () =>
      bus.on('metric', { pause: 2 }).subscribe(() => {
        throw new Error('no');
      }),
  };
  test.each(Object.keys(failing))('%s is unsubscribed and reported', async (where) => {
    const errors = reports();
    failing[where]?.();
    const others: number[] = [];
    const subscription = bus.on('metric').subscribe(({ value }) => others.push(value));
    bus.channel('metric').emit(metric(1));
    await turn();
    bus.channel('metric').emit(metric(2));
    await bus.settle();
    await later(2);
    expect(uncaught).toEqual([]);
    expect(others).toEqual([1, 2]);
    expect(errors.map(({ observer, error }) => `${observer}: ${error}`)).toEqual([
      where === 'behind several operators' ? 'subscriber of all events: no' : "subscriber of 'metric': no",
    ]);
    subscription.unsubscribe();
    expect(bus.channel('metric').active).toBe(false);
  });

  test('on completion is caught too', async () => {
    bus.on('metric').subscribe({
      complete: () => {
        throw new Error('no');
      },
    });
    await bus.close();
    await later(2);
    expect(uncaught).toEqual([]);
  });

  test('behind a join with another stream is thrown from a timer by RxJS', async () => {
    merge(NEVER, bus.on('metric')).subscribe(() => {
      throw new Error('no');
    });
    expect(() => bus.channel('metric').emit(metric(1))).not.toThrow();
    await later(5);
    expect(uncaught).toEqual([new Error('no')]);
  });
});

describe('close', () => {
  test('delivers what is queued, waits for handlers, closes observers in order, then completes the streams', async () => {
    const log: string[] = [];
    const observer = (name: string, delivery: Observer['delivery'] & {}): Observer => ({
      name,
      delivery,
      on: {
        metric: async ({ value }) => {
          await turn();
          log.push(`${name}${value}`);
        },
      },
      close: async () => {
        await turn();
        log.push(`${name} closed`);
      },
    });
    bus.on('metric', 'latest').subscribe({ next: ({ value }) => log.push(`stream${value}`), complete: () => log.push('stream completed') });
    bus.attach(observer('a', { pause: 1 }));
    bus.attach(observer('b', 'latest'));
    bus.attach(observer('c', { dropOldest: 2 }));
    for (const value of [1, 2, 3]) bus.channel('metric').emit(metric(value));
    await bus.close();
    expect(log.filter((line) => /^a\d/.test(line))).toEqual(['a1', 'a2', 'a3']);
    expect(log.filter((line) => /^b\d/.test(line))).toEqual(['b3']);
    expect(log.filter((line) => /^c\d/.test(line))).toEqual(['c2', 'c3']);
    expect(log.slice(-4)).toEqual(['a closed', 'b closed', 'c closed', 'stream completed']);
  });

  test('happens once', async () => {
    let closed = 0;
    bus.attach({
      name: 'a',
      on: {},
      close: () => {
        closed++;
      },
    });
    await Promise.all([bus.close(), bus.close()]);
    await bus.close();
    expect(closed).toBe(1);
  });

  test('is the end: nobody may attach, and what is emitted goes nowhere', async () => {
    const { values, observer } = keeper();
    bus.attach(observer);
    await bus.close();
    bus.channel('metric').emit(metric(1));
    expect(values).toEqual([]);
    expect(() => bus.attach(observer)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Observer 'keeper' comes too late: the bus is closed. Attach it before the run, or make another bus. [N3ML_BUS_CLOSED]]`,
    );
  });

  test('of one observer, by detaching it, comes after the handler that is pending', async () => {
    const log: string[] = [];
    const detach = bus.attach({
      name: 'a',
      on: {
        metric: async ({ value }) => {
          await turn();
          log.push(`${value}`);
        },
      },
      close: () => void log.push('closed'),
    });
    bus.channel('metric').emit(metric(1));
    bus.channel('metric').emit(metric(2));
    detach();
    detach();
    await bus.close();
    expect(log).toEqual(['1', 'closed']);
  });
});

test.each([
  ['often', 'often'],
  ['a count of 0', { pause: 0 }],
  ['a fraction', { dropOldest: 1.5 }],
  ['two at once', { dropOldest: 1, pause: 1 }],
  ['null', null],
])('refuses as delivery: %s', (_, delivery) => {
  // @ts-expect-error not a delivery, or not one that the types can refuse
  expect(() => bus.attach({ name: 'odd', delivery: delivery as string, on: {} })).toThrow(
    `The delivery of observer 'odd' is ${JSON.stringify(delivery)}; give 'sync', 'latest', { dropOldest: n } or { pause: n }, where n is a positive whole number. [N3ML_BAD_DELIVERY]`,
  );
});
