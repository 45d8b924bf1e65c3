import { createEventBus, type Events, type RunEvent } from '@n3ml/core';
import { describe, expect, test, vi } from 'vitest';
import { readEventBlock } from '../src/index.ts';
import { EventOutlet, type OutletOptions } from '../src/stream/event-outlet.ts';
import { emitAll, event, sampleEnd } from './run-script.ts';

/** An outlet whose consumer takes what it is told to take. */
function outletTo(options: Partial<OutletOptions> = {}) {
  const bus = createEventBus();
  const blocks: Uint8Array[] = [];
  const end = vi.fn();
  const outlet = new EventOutlet(
    bus,
    { send: (block) => blocks.push(block), buffered: 0, end },
    { name: 'stream 1', limit: 20_000, whenFull: 'drop', ...options },
  );
  const dropped: Events['bus:dropped'][] = [];
  bus.on('bus:dropped').subscribe((one) => dropped.push(one));
  return {
    bus,
    outlet,
    blocks,
    end,
    ask: (...types: string[]) => outlet.receive(JSON.stringify({ types })),
    takeAll: () => outlet.receive(JSON.stringify({ taken: 1e9 })),
    received: (): RunEvent[] => blocks.flatMap((block) => readEventBlock(block).map((one) => one.event)),
    bytes: () => blocks.reduce((sum, { length }) => sum + length, 0),
    lost: (type: string) => dropped.reduce((sum, one) => sum + (one.event === type ? one.count : 0), 0),
  };
}

const spikes = (step: number): RunEvent => event('spikes', { step, population: 'a', ids: Uint32Array.from({ length: 500 }, (_, k) => k) });
const steps = (count: number): RunEvent[] => Array.from({ length: count }, (_, step) => spikes(step));

describe('an outlet to a slow consumer', () => {
  test('keeps no more than its limit, counts what is missed, and keeps room for what is small', async () => {
    const { bus, ask, bytes, received, lost, end } = outletTo();
    ask('spikes', 'sample:end');
    await emitAll(bus, [...steps(2000), sampleEnd(1)]);
    await bus.close();
    expect(bytes()).toBeLessThan(20_000);
    const seen = received();
    expect(seen.at(-1)).toEqual(sampleEnd(1));
    expect(seen.length - 1 + lost('spikes')).toBe(2000);
    expect(lost('spikes')).toBeGreaterThan(1900);
    expect(end).toHaveBeenCalledOnce();
  });

  test('goes on where the consumer has caught up, and reports what was missed', async () => {
    const { bus, ask, takeAll, received, lost } = outletTo();
    ask('spikes');
    await emitAll(bus, steps(100));
    expect(lost('spikes')).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    takeAll();
    const missed = lost('spikes');
    expect(missed).toBeGreaterThan(0);
    await emitAll(bus, [spikes(100)]);
    await bus.close();
    expect(received().at(-1)).toEqual(spikes(100));
    expect(received()).toHaveLength(101 - missed);
  });

  test('takes an event that is larger than the limit where nothing else is on the way', async () => {
    const { bus, ask, received } = outletTo({ limit: 1000 });
    ask('spikes');
    const large = event('spikes', { step: 0, population: 'a', ids: new Uint32Array(10_000).fill(1) });
    await emitAll(bus, [large, large]);
    await bus.close();
    expect(received()).toEqual([large]);
  });

  test('makes the run wait where nothing may be lost', async () => {
    const { bus, ask, takeAll, received, bytes, lost } = outletTo({ whenFull: 'wait', limit: 5000 });
    ask('spikes');
    const running = emitAll(bus, steps(200)).then(() => bus.close());
    let most = 0;
    for (let taken = 0; received().length < 200; ) {
      most = Math.max(most, bytes() - taken);
      taken = bytes();
      takeAll();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    takeAll();
    await running;
    expect(received()).toEqual(steps(200));
    expect(most).toBeLessThan(5000 + 1000);
    expect(lost('spikes')).toBe(0);
  });

  test('lets a run go on that waits for a consumer that has gone', async () => {
    const { bus, ask, outlet } = outletTo({ whenFull: 'wait', limit: 1000 });
    ask('spikes');
    const running = emitAll(bus, steps(50));
    await new Promise((resolve) => setTimeout(resolve, 5));
    outlet.stop();
    await running;
    await bus.close();
  });
});

describe('an outlet', () => {
  test('sends only what is asked for, and tells a late consumer how the run began', async () => {
    const start = event('run:start', { verb: 'train', model: 'm', options: {}, data: 'd', synthetic: true, samples: 1 });
    const { bus, ask, received } = outletTo({ runStart: () => start });
    expect(bus.channel('spikes').active).toBe(false);
    ask('run:start', 'sample:end');
    expect(bus.channel('spikes').active).toBe(false);
    await emitAll(bus, [spikes(0), sampleEnd(1)]);
    ask('run:start', 'spikes');
    await emitAll(bus, [spikes(1), sampleEnd(2)]);
    await bus.close();
    expect(received()).toEqual([start, sampleEnd(1), spikes(1)]);
  });

  test('leaves out what has no place in the format, and counts it', async () => {
    const { bus, ask, received, lost } = outletTo();
    ask('run:start', 'sample:end');
    const strange = event('run:start', { verb: 't', model: 'm', options: { f: () => 1 }, data: 'd', synthetic: true, samples: 1 });
    await emitAll(bus, [strange, sampleEnd(1)]);
    await bus.close();
    expect(received()).toEqual([sampleEnd(1)]);
    expect(lost('run:start')).toBe(1);
  });

  test.each(['', '{}', 'null', '{"types":"spikes"}', '{"types":[1]}', '{"taken":-1}', `{"types":["${'x'.repeat(129)}"]}`, '[['])(
    'refuses %s',
    (text) => expect(() => outletTo().outlet.receive(text)).toThrow('N3ML_BAD_MESSAGE'),
  );
});
