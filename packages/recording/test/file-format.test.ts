import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { N3mlError, type RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimedEvent } from '../src/index.ts';
import { ChunkPlaces } from '../src/node/chunk-places.ts';
import { openRecording, RecordingWriter, replay } from '../src/node/index.ts';
import { arbitraryEvents } from './arbitrary-events.ts';
import { readByReadme } from './readme-reader.ts';
import { event, sampleEnd, smallRun } from './run-script.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Writes a recording whose times and chunks are chosen. */
function write(path: string, events: readonly TimedEvent[], chunkBytes?: number): void {
  let time = 0;
  const writer = new RecordingWriter(path, { now: () => time, ...(chunkBytes === undefined ? {} : { chunkBytes }) });
  // The clock of a recording begins with its first event.
  for (const one of events) {
    time = one.time;
    writer.add(one.event);
  }
  writer.close();
}

/** Events in the order of their times, the first at 0: as a recording has them. */
const recordable = arbitraryEvents
  .filter((events) => events.length > 0)
  .map((events) => {
    const sorted = events.toSorted((a, b) => a.time - b.time);
    return sorted.map(({ time, event }) => ({ time: time - sorted[0]!.time, event }));
  });

const cases = fc.record({ events: recordable, chunkBytes: fc.constantFrom(1, 50, 300, undefined) });

/** What replay gives, and the code of the error at its end. */
async function readable(path: string, options = {}): Promise<{ readonly events: readonly RunEvent[]; readonly end: string }> {
  const events: RunEvent[] = [];
  try {
    await replay(path, options).forEach((one) => void events.push(one));
    return { events, end: 'whole' };
  } catch (error) {
    return { events, end: error instanceof N3mlError ? error.code : String(error) };
  }
}

const chunkAt = (bytes: Buffer, n: number): number => {
  let at = 24;
  for (let k = 0; k < n; k++) at += 12 + bytes.readUInt32LE(at + 4);
  return at;
};

/** Makes a chunk's checksum the one that its head and content have. */
function sign(bytes: Buffer, at: number): void {
  const end = at + 12 + bytes.readUInt32LE(at + 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(at + 12, end), crc32(bytes.subarray(at, at + 8))), at + 8);
}

describe('the format', () => {
  test('is what the README says: a reader written from it reads the same events', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    await fc.assert(
      fc.asyncProperty(cases, async ({ events, chunkBytes }) => {
        write(path, events, chunkBytes);
        const read = readByReadme(readFileSync(path));
        expect(read.events).toStrictEqual(events);
        const { startedAt, totals } = await openRecording(path);
        expect(read.startedAt).toBe(startedAt.getTime());
        expect(read.ending.slice(1)).toEqual([totals!.events, totals!.duration, totals!.done]);
        expect(read.ending.slice(1, 3)).toEqual([events.length, events.at(-1)!.time]);
      }),
      { numRuns: 100 },
    );
  });

  test('has an index of its chunks: where they lie, their first times, the samples before them', () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    write(
      path,
      [1, 2, 3].map((done) => ({ time: 10 * (done - 1), event: sampleEnd(done) })),
      1,
    );
    const bytes = readFileSync(path);
    expect(readByReadme(bytes).index).toEqual([0, 1, 2].map((k) => ({ offset: chunkAt(bytes, k), time: 10 * k, done: k })));
    expect(readByReadme(bytes).ending[0]).toBe(chunkAt(bytes, 3));
  });

  test('has an index that stays small, with places over the whole recording', () => {
    const places = new ChunkPlaces();
    const chunks = 100_000;
    for (let k = 0; k < chunks; k++) places.add({ offset: k, time: k, done: k });
    const offsets = places.entries.map(({ offset }) => offset);
    expect(offsets.length).toBeLessThanOrEqual(4096);
    const gaps = new Set([...offsets.slice(1), chunks].map((offset, k) => offset - offsets[k]!));
    expect(offsets[0]).toBe(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * chunks) / 4096 + 1);
  });
});

describe('a recording that is not whole', () => {
  test('gives a prefix and an error with a code, wherever it is cut and whatever is in it', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    await fc.assert(
      fc.asyncProperty(cases, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), async ({ events, chunkBytes }, part) => {
        write(path, events, chunkBytes);
        const bytes = readFileSync(path);
        const length = Math.floor(part * bytes.length);
        writeFileSync(path, bytes.subarray(0, length));
        const { events: left, end } = await readable(path);
        expect(left).toStrictEqual(events.slice(0, left.length).map(({ event: one }) => one));
        if (left.length < events.length) expect(end).toBe(length === 0 ? 'N3ML_NOT_A_RECORDING' : 'N3ML_RECORDING_CUT');
        const partial = await readable(path, { partial: true });
        expect(partial.events).toStrictEqual(left);
        expect(partial.end).toBe(length === 0 ? 'N3ML_NOT_A_RECORDING' : 'whole');
      }),
      { numRuns: 100 },
    );
  });

  test('gives events or an error with a code where a byte is another and the checksums are right', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(), fc.nat(), fc.nat(255), async ({ events, chunkBytes }, chunk, place, byte) => {
        write(path, events, chunkBytes);
        const bytes = readFileSync(path);
        const starts: number[] = [];
        for (let at = 24; at < bytes.length; at = at + 12 + bytes.readUInt32LE(at + 4)) starts.push(at);
        const at = starts[chunk % starts.length]!;
        const content = bytes.readUInt32LE(at + 4);
        const changed = place % (4 + content);
        bytes[changed < 4 ? at + changed : at + 8 + changed] = byte;
        sign(bytes, at);
        writeFileSync(path, bytes);
        for (const options of [{}, { from: 1 }]) expect((await readable(path, options)).end).toMatch(/^(whole|N3ML_RECORDING_DAMAGED)$/);
      }),
      { numRuns: 200 },
    );
  });

  test('says from where to go on behind what is damaged', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    const events = smallRun(6);
    write(
      path,
      events.map((one, k) => ({ time: k, event: one })),
      200,
    );
    const bytes = readFileSync(path);
    const second = chunkAt(bytes, 1);
    bytes[second + 20]! ^= 1;
    writeFileSync(path, bytes);
    const error = await replay(path)
      .forEach(() => {})
      .catch((reason: unknown) => reason as N3mlError);
    const { from } = (error as N3mlError).details as { from: number };
    expect((error as N3mlError).message).toContain(
      `Copy it again, or go on behind the place, from sample ${from} on. [N3ML_RECORDING_DAMAGED]`,
    );
    const rest = await readable(path, { from });
    const start = events.findIndex((one) => one.type === 'sample:end' && one.done === from) + 1;
    expect(from).toBeLessThan(6);
    expect(rest).toEqual({ events: events.slice(start), end: 'whole' });
  });

  test('is refused where a chunk is of a kind, or holds a block, that this version does not know', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    const message = async (change: (bytes: Buffer, at: number) => void): Promise<string> => {
      write(path, [{ time: 0, event: event('log', { level: 'info', message: 'a' }) }]);
      const bytes = readFileSync(path);
      change(bytes, 24);
      sign(bytes, 24);
      writeFileSync(path, bytes);
      return replay(path)
        .forEach(() => {})
        .then(
          () => 'none',
          (error: Error) => error.message.replace(path, 'x.n3ml'),
        );
    };
    expect(await message((bytes, at) => void bytes.write('WHAT', at, 'latin1'))).toBe(
      '\'x.n3ml\' is damaged: a chunk is of the unknown kind "WHAT", after 0 events. Copy it again. [N3ML_RECORDING_DAMAGED]',
    );
    expect(await message((bytes, at) => void bytes.writeUInt8(2, at + 12))).toBe(
      "'x.n3ml' is damaged: a chunk holds no events, after 0 events. Copy it again. [N3ML_RECORDING_DAMAGED]",
    );
  });
});
