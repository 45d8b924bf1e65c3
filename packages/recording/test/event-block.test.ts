import { N3mlError, type RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventBlockWriter, readEventBlock, writeEventBlock } from '../src/index.ts';
import { arbitraryEvents } from './arbitrary-events.ts';

const spikes = (step: number, ids: Uint32Array, population = 'excitatory'): RunEvent => ({ type: 'spikes', step, population, ids });
const untimed = (event: RunEvent) => ({ time: 0, event });
const anything = (payload: object): RunEvent => ({ type: 'acme/thing', ...payload }) as unknown as RunEvent;

describe('a block of events', () => {
  test('reads back as the same events, whatever they hold', () => {
    fc.assert(
      fc.property(arbitraryEvents, (events) => {
        expect(readEventBlock(writeEventBlock(events))).toStrictEqual(events);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps what JSON has no word for, and the type of every array', () => {
    const event = anything({
      zero: -0,
      none: Number.NaN,
      far: -Infinity,
      gone: undefined,
      deep: [{ a: [Float32Array.of(0.1, Number.NaN)] }],
    });
    const [read] = readEventBlock(writeEventBlock([untimed(event)]));
    expect(read!.event).toStrictEqual(event);
  });

  test('keeps numbers at the ends of what is written as a difference', () => {
    for (const far of [2 ** 51 - 1, 2 ** 51, Number.MAX_SAFE_INTEGER]) {
      const events = [far, -far, far].map((value) => untimed({ type: 'metric', name: 'far', value, done: 0 }));
      expect(readEventBlock(writeEventBlock(events))).toStrictEqual(events);
    }
  });

  test('takes one to two bytes for a spike, and three for its step', () => {
    // 50 of 10,000 neurons a step: gaps of 200, half of them below 128.
    const steps = Array.from({ length: 1000 }, (_, step) =>
      spikes(
        step,
        Uint32Array.from({ length: 50 }, (_, k) => 200 * k + ((step * k) % 190)),
      ),
    );
    const bytes = writeEventBlock(steps.map((event, time) => ({ time, event }))).length;
    expect(bytes / 50_000).toBeGreaterThan(1);
    expect(bytes).toBeLessThan(2 * 50_000 + 4 * 1000 + 100);
  });

  test('is what the README says, byte by byte', () => {
    const events = [untimed(spikes(3, Uint32Array.of(5, 300), 'a')), { time: 2, event: spikes(4, new Uint32Array(), 'b') }];
    const text = (word: string): number[] => [word.length, ...new TextEncoder().encode(word)];
    expect([...writeEventBlock(events)]).toEqual([
      1, // version
      ...text('spikes'),
      3, // fields
      ...text('step'),
      ...text('population'),
      ...text('ids'),
      2, // events
      ...[0, 4], // times: 0, 2
      ...[1, 6, 2], // integers: 3, 4
      ...[3, 2, ...text('a'), ...text('b'), 0, 1], // words
      ...[4, 2, 0, 5, 0xa7, 0x02], // ascending: lengths 2 and 0; 5, and 295 = 39 + 2 * 128
    ]);
  });

  test('takes borrowed arrays over at once', () => {
    const ids = Uint32Array.of(1, 2);
    const writer = new EventBlockWriter();
    writer.add(spikes(0, ids), 0);
    ids.fill(9);
    expect(readEventBlock(writer.finish())).toStrictEqual([untimed(spikes(0, Uint32Array.of(1, 2)))]);
  });

  test('grows by what is added, and begins anew once it is finished', () => {
    const writer = new EventBlockWriter();
    for (let step = 0; step < 10; step++) writer.add(spikes(step, new Uint32Array(1000).fill(7)), step);
    expect(writer.events).toBe(10);
    const { size } = writer;
    const block = writer.finish();
    expect(block.length).toBeGreaterThanOrEqual(size);
    expect(block.length - size).toBeLessThan(100);
    expect([writer.events, writer.size]).toEqual([0, 1]);
    expect(readEventBlock(writer.finish())).toEqual([]);
  });

  test('refuses what it could not give back, and is as it was', () => {
    const writer = new EventBlockWriter();
    writer.add(anything({ a: [1] }), 0);
    const loop: unknown[] = [];
    loop.push(loop);
    for (const [a, message] of [
      [[new Date(0)], 'acme/thing.a[0] is an object of a class.'],
      [[() => 1], 'acme/thing.a[0] is a function.'],
      [{ b: 1n }, 'acme/thing.a.b is a bigint.'],
      [loop, 'is more than 64 levels deep.'],
    ] as const) {
      expect(() => writer.add(anything({ a }), 0)).toThrow(message);
    }
    expect(() => writer.add(anything({ c: new Map() }), 0)).toThrow('N3ML_NOT_RECORDABLE');
    expect(readEventBlock(writer.finish())).toStrictEqual([untimed(anything({ a: [1] }))]);
  });
});

describe('bytes that are no block', () => {
  const codeOf = (read: () => unknown): string => {
    try {
      read();
      return 'none';
    } catch (error) {
      return error instanceof N3mlError ? error.code : String(error);
    }
  };

  test('are refused where they are of another version', () => {
    expect(() => readEventBlock(Uint8Array.of(2))).toThrow(
      'These events are of version 2 of the format, and this n3ml reads version 1. Use the same n3ml on both sides. [N3ML_EVENTS_VERSION]',
    );
  });

  test('are refused where they are cut short inside an event', () => {
    const block = writeEventBlock([untimed(spikes(1, Uint32Array.of(1, 2, 3)))]);
    for (let length = 2; length < block.length; length++)
      expect(codeOf(() => readEventBlock(block.subarray(0, length)))).toBe('N3ML_EVENTS_DAMAGED');
  });

  test('are never anything but events or an error with a code', () => {
    fc.assert(
      fc.property(arbitraryEvents, fc.nat(), fc.nat(255), fc.uint8Array({ maxLength: 40 }), (events, at, byte, noise) => {
        const block = writeEventBlock(events);
        block[at % block.length] = byte;
        const codes = [codeOf(() => readEventBlock(block)), codeOf(() => readEventBlock(Uint8Array.of(1, ...noise)))];
        for (const code of codes) expect(['none', 'N3ML_EVENTS_DAMAGED', 'N3ML_EVENTS_VERSION']).toContain(code);
      }),
      { numRuns: 300 },
    );
  });
});
