import { createEventBus, type Delivery, type RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

/** A run as a list of what happens: an event of either type, the end of a sample, or a turn of the event loop. */
const run = fc.array(fc.constantFrom('metric', 'epoch', 'sample', 'turn'), { maxLength: 60 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Plays a run to an observer of the given delivery, whose handler takes as many turns as its event's number modulo `slowness`. */
async function play(steps: readonly string[], delivery: Delivery, slowness: number) {
  const bus = createEventBus();
  const emitted: number[] = [];
  const delivered: number[] = [];
  let running = 0;
  let overlapped = false;
  let dropped = 0;
  const receive = (n: number): void | Promise<void> => {
    delivered.push(n);
    if (slowness === 0) return undefined;
    overlapped ||= running > 0;
    running++;
    return (async () => {
      for (let k = n % (slowness + 1); k > 0; k--) await turn();
      running--;
    })();
  };
  bus.attach({ name: 'observer', delivery, on: { metric: ({ done }) => receive(done), 'epoch:end': ({ epoch }) => receive(epoch) } });
  bus.on('bus:dropped').subscribe(({ count }: RunEvent<'bus:dropped'>) => {
    dropped += count;
  });
  const metric = bus.channel('metric');
  const epoch = bus.channel('epoch:end');
  let n = 0;
  for (const step of steps) {
    if (step === 'metric' || step === 'epoch') {
      emitted.push(++n);
      if (step === 'metric') metric.emit({ name: 'm', value: 0, done: n });
      else epoch.emit({ epoch: n });
    } else if (step === 'turn') await turn();
    else if (bus.unsettled) await bus.settle();
  }
  const beforeClose = delivered.length;
  await bus.close();
  return { emitted, delivered, dropped, overlapped, beforeClose, running };
}

const slowness = fc.integer({ min: 0, max: 3 });
const length = fc.integer({ min: 1, max: 5 });

test('sync and pause deliver everything, in order, one at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      run,
      fc.oneof(
        fc.constant('sync' as const),
        length.map((pause) => ({ pause })),
      ),
      slowness,
      async (steps, delivery, slow) => {
        const { emitted, delivered, dropped, overlapped, running } = await play(steps, delivery, slow);
        expect(delivered).toEqual(emitted);
        expect({ dropped, overlapped, running }).toEqual({ dropped: 0, overlapped: false, running: 0 });
      },
    ),
    { numRuns: 60 },
  );
});

test('dropOldest keeps order; what is delivered and what is lost add up', async () => {
  await fc.assert(
    fc.asyncProperty(run, length, slowness, async (steps, dropOldest, slow) => {
      const { emitted, delivered, dropped, overlapped } = await play(steps, { dropOldest }, slow);
      expect(delivered).toEqual([...delivered].sort((a, b) => a - b));
      expect(delivered.length + dropped).toBe(emitted.length);
      expect(delivered.slice(-dropOldest)).toEqual(emitted.slice(-dropOldest));
      expect(overlapped).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('latest delivers the newest of each type; what is delivered and what is lost add up', async () => {
  await fc.assert(
    fc.asyncProperty(run, slowness, async (steps, slow) => {
      const { emitted, delivered, dropped, overlapped } = await play(steps, 'latest', slow);
      expect(delivered.length + dropped).toBe(emitted.length);
      const types = steps.filter((step) => step === 'metric' || step === 'epoch');
      for (const type of ['metric', 'epoch']) {
        const ofType = (n: number): boolean => types[n - 1] === type;
        expect(delivered.filter(ofType).at(-1)).toBe(emitted.filter(ofType).at(-1));
        expect(delivered.filter(ofType)).toEqual(delivered.filter(ofType).sort((a, b) => a - b));
      }
      expect(overlapped).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('without a turn between, dropOldest keeps the newest n and latest the newest of each type', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('metric', 'epoch'), { minLength: 1, maxLength: 30 }), length, async (steps, n) => {
      const oldest = await play(steps, { dropOldest: n }, 0);
      expect(oldest.delivered).toEqual(oldest.emitted.slice(-n));
      const latest = await play(steps, 'latest', 0);
      const newest = (['metric', 'epoch'] as const).map((type) => steps.lastIndexOf(type) + 1).filter((at) => at > 0);
      expect(new Set(latest.delivered)).toEqual(new Set(newest));
    }),
    { numRuns: 40 },
  );
});

test('after settle, fewer than n events wait for a pausing observer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 20 }), length, slowness, async (count, pause, slow) => {
      const steps = [...Array.from({ length: count }, () => 'metric'), 'sample'];
      const { emitted, beforeClose } = await play(steps, { pause }, slow);
      expect(emitted.length - beforeClose).toBeLessThan(pause);
    }),
    { numRuns: 40 },
  );
});

test('two types that are always waiting both get their turn in latest', async () => {
  const bus = createEventBus();
  const seen: string[] = [];
  const take = async ({ type }: RunEvent): Promise<void> => {
    seen.push(type);
    await turn();
  };
  bus.attach({ name: 'slow', delivery: 'latest', on: { metric: take, 'epoch:end': take } });
  for (let k = 0; k < 20; k++) {
    bus.channel('metric').emit({ name: 'm', value: 0, done: k });
    bus.channel('epoch:end').emit({ epoch: k });
    await turn();
  }
  expect(seen.filter((type) => type === 'metric').length).toBeGreaterThan(5);
  expect(seen.filter((type) => type === 'epoch:end').length).toBeGreaterThan(5);
  await bus.close();
});

test('losses of the report of losses are not reported', async () => {
  const bus = createEventBus();
  const reports: RunEvent<'bus:dropped'>[] = [];
  bus.attach({ name: 'all', delivery: { dropOldest: 1 }, on: { metric: () => {}, 'epoch:end': () => {}, 'bus:dropped': () => {} } });
  bus.on('bus:dropped').subscribe((event) => reports.push(event));
  for (let k = 0; k < 3; k++) {
    bus.channel('metric').emit({ name: 'm', value: 0, done: k });
    bus.channel('epoch:end').emit({ epoch: k });
  }
  for (let k = 0; k < 3; k++) await bus.settle();
  expect(reports).toEqual([
    { type: 'bus:dropped', observer: 'all', event: 'metric', count: 3 },
    { type: 'bus:dropped', observer: 'all', event: 'epoch:end', count: 2 },
  ]);
  await bus.close();
});
