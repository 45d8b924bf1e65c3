import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEventBus, createRegistry, type RunEvent } from '@n3ml/core';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { everyNthSample, onlyNeurons, onTrigger } from '../src/index.ts';
import recording, { openRecording, RecordingWriter, record, replay, replayInto } from '../src/node/index.ts';
import { play } from './play.ts';
import { emitAll, event, sampleEnd, smallRun } from './run-script.ts';
import { temporaryFolder } from './temporary-folder.ts';

const read = (path: string, options = {}): Promise<RunEvent[]> => lastValueFrom(replay(path, options).pipe(toArray()));

/** A recording with several chunks, and what is in it. */
function chunked(samples = 8): { readonly path: string; readonly events: readonly RunEvent[] } {
  const path = join(temporaryFolder(), 'events.n3ml');
  const events = smallRun(samples);
  let time = 0;
  const writer = new RecordingWriter(path, { now: () => time, chunkBytes: 200 });
  for (const one of events) {
    writer.add(one);
    time += 10;
  }
  writer.close();
  return { path, events };
}

describe('record', () => {
  test('writes what replay reads as the same events', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    const script = smallRun(20);
    expect(await play([record({ path })], script)).toEqual([]);
    expect(await read(path)).toEqual(script);
    const { totals, startedAt } = await openRecording(path);
    expect(totals).toMatchObject({ events: script.length, done: 20 });
    expect(Math.abs(Date.now() - startedAt.getTime())).toBeLessThan(60_000);
  });

  test('is made by name, with checked options', () => {
    const registry = createRegistry().use(recording);
    expect(registry.resolve('observer', 'record', { path: 'x.n3ml', every: 10, types: 'spikes,metric' }).name).toBe('record');
    expect(() => registry.resolve('observer', 'record', { every: 0 })).toThrow('give a whole number of at least 1');
    expect(() => record({ types: 'spikes,,' })).toThrow(
      "Option 'types' of observer 'record' is \"spikes,,\"; give names of events, such as 'metric,sample:end'. [N3ML_BAD_OPTION]",
    );
  });

  test('records the types that are asked for, every n-th sample, and what operators let through', async () => {
    const folder = temporaryFolder();
    const script = smallRun(7);
    const [some, part] = [join(folder, 'some.n3ml'), join(folder, 'part.n3ml')];
    await play(
      [
        record({ path: some, types: ['metric'] }),
        record({ path: part, types: 'spikes,sample:end', every: 3, through: onlyNeurons({ excitatory: [1000] }) }),
      ],
      script,
    );
    expect(await read(some)).toEqual(script.filter(({ type }) => type === 'metric'));
    const events = await read(part);
    expect(events.flatMap((one) => (one.type === 'sample:end' ? [one.sample] : []))).toEqual([0, 3, 6]);
    expect(events.flatMap((one) => (one.type === 'spikes' ? [...one.ids] : []))).toEqual(Array(9).fill(1000));
  });

  test('leaves no file where nothing happened', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    await play([record({ path })], []);
    expect(existsSync(path)).toBe(false);
  });

  test('is detached where it can not write, and the run goes on', async () => {
    const path = join(temporaryFolder(), 'missing', 'events.n3ml');
    const bus = createEventBus();
    const seen: number[] = [];
    const errors: string[] = [];
    bus.on('observer:error').subscribe(({ code, error }) => errors.push(code, error));
    bus.attach(record({ path }));
    bus.on('sample:end').subscribe(({ done }) => seen.push(done));
    await emitAll(bus, [sampleEnd(1), sampleEnd(2)]);
    await bus.close();
    expect(seen).toEqual([1, 2]);
    expect(errors[0]).toBe('N3ML_CANNOT_WRITE');
    expect(errors[1]).toContain(`Can't record to '${path}': ENOENT`);
    expect(errors).toHaveLength(2);
  });

  test('is detached where an operator throws', async () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    const when = (): boolean => {
      throw new Error('no idea');
    };
    expect(await play([record({ path, through: onTrigger({ when }) })], smallRun(2))).toEqual([
      { type: 'observer:error', observer: 'record', error: 'no idea', code: 'N3ML_OBSERVER_FAILED' },
    ]);
  });

  test('keeps one chunk in memory, however long the run', () => {
    const path = join(temporaryFolder(), 'events.n3ml');
    const writer = new RecordingWriter(path, { now: () => 0 });
    const ids = Uint32Array.from({ length: 500 }, (_, k) => 20 * k);
    let most = 0;
    for (let step = 0; step < 20_000; step++) {
      writer.add(event('spikes', { step, population: 'excitatory', ids }));
      most = Math.max(most, writer.pending);
    }
    writer.close();
    expect(statSync(path).size).toBeGreaterThan(9_000_000);
    expect(most).toBeLessThan(2 ** 18 + 2000);
  });
});

describe('replay', () => {
  test('begins after a sample and ends with one, wherever the chunks are cut', async () => {
    const { path, events } = chunked();
    const endOf = (done: number): number => events.findIndex((one) => one.type === 'sample:end' && one.done === done) + 1;
    for (const from of [0, 1, 3, 5, 8]) expect(await read(path, { from })).toEqual(events.slice(from === 0 ? 0 : endOf(from)));
    for (const to of [1, 4, 8]) expect(await read(path, { from: 1, to })).toEqual(to === 1 ? [] : events.slice(endOf(1), endOf(to)));
    expect(await read(path, { from: 9 })).toEqual([]);
    expect(await read(path, { types: ['metric'], from: 4 })).toEqual(events.slice(endOf(4)).filter(({ type }) => type === 'metric'));
  });

  test('keeps the pace of the run, or a multiple of it', async () => {
    const { path, events } = chunked(1);
    const begun = performance.now();
    expect(await read(path, { speed: 2 })).toEqual(events);
    // 5 ms from event to event: a busy machine takes longer, never less.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(5 * (events.length - 1) - 2);
  });

  test('refuses a speed that goes nowhere', async () => {
    await expect(read('any', { speed: 0 })).rejects.toThrow(
      "Option 'speed' of replay is 0; give a number above 0, or Infinity. [N3ML_BAD_OPTION]",
    );
  });

  test('into a bus, gives observers the same events, and waits for slow ones', async () => {
    const { path, events } = chunked();
    const bus = createEventBus();
    const seen: RunEvent[] = [];
    bus.all({ pause: 2 }).subscribe((one) => seen.push(one));
    expect(await replayInto(bus, path)).toBe(events.length);
    await bus.close();
    expect(seen).toEqual(events);
  });

  test('is typed, and read anew by each subscriber', async () => {
    const { path } = chunked(3);
    const ends = replay(path, { types: ['sample:end'] });
    const done: number[] = [];
    for (let times = 0; times < 2; times++) await ends.forEach((one) => void done.push(one.done));
    expect(done).toEqual([1, 2, 3, 1, 2, 3]);
    // @ts-expect-error: the end of a sample has no weights
    () => ends.subscribe(({ values }) => values);
  });
});

describe('a recording that is not whole', () => {
  const code = (error: unknown): string => (error as { code: string }).code;

  /** What can be read, and the code of the error at its end. */
  async function readable(path: string): Promise<{ readonly events: readonly RunEvent[]; readonly end: string }> {
    const events: RunEvent[] = [];
    try {
      await replay(path).forEach((one) => void events.push(one));
      return { events, end: 'whole' };
    } catch (error) {
      return { events, end: code(error) };
    }
  }

  test('gives the events of its whole chunks and an error, wherever it is cut', async () => {
    const { path, events } = chunked(4);
    const bytes = readFileSync(path);
    const index = bytes.indexOf('INDX');
    let most = 0;
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const { events: left, end } = await readable(path);
      expect(left).toEqual(events.slice(0, left.length));
      expect(left.length).toBeGreaterThanOrEqual(most);
      most = left.length;
      if (length < bytes.indexOf('DONE')) expect(end).toBe(length === 0 ? 'N3ML_NOT_A_RECORDING' : 'N3ML_RECORDING_CUT');
      if (length >= index) expect(left).toEqual(events);
    }
  });

  test('gives a prefix and an error, whichever byte is another', async () => {
    const { path, events } = chunked(4);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 0x41;
      writeFileSync(path, changed);
      const { events: left, end } = await readable(path);
      expect(left).toEqual(events.slice(0, left.length));
      // The index can be done without: the events are all there.
      if (at < bytes.indexOf('INDX')) expect(end).toMatch(/^N3ML_(NOT_A_RECORDING|RECORDING_(VERSION|DAMAGED|CUT))$/);
    }
  });

  test('says what is wrong and what to do', async () => {
    const { path } = chunked(2);
    const bytes = readFileSync(path);
    const message = (change: (bytes: Buffer) => Buffer): Promise<string> => {
      writeFileSync(path, change(Buffer.from(bytes)));
      return read(path).then(
        () => 'none',
        (error: Error) => error.message.replaceAll(path, 'x.n3ml'),
      );
    };
    const put = (at: number, byte: number) => (copy: Buffer) => {
      copy[at] = byte;
      return copy;
    };
    expect(await message((copy) => copy.subarray(0, copy.indexOf('INDX') - 1))).toMatchInlineSnapshot(
      `"'x.n3ml' is cut short, or still being written: it ends inside a chunk, after 11 events. Ask for what is there with { partial: true }. [N3ML_RECORDING_CUT]"`,
    );
    expect(await message((copy) => copy.subarray(0, 20))).toMatchInlineSnapshot(
      `"'x.n3ml' is cut short: it ends in its head, after 20 bytes. No event is left in it. [N3ML_RECORDING_CUT]"`,
    );
    expect(await message(put(8, 2))).toMatchInlineSnapshot(
      `"'x.n3ml' is a recording of version 2, and this n3ml reads version 1. Read it with the n3ml that has written it. [N3ML_RECORDING_VERSION]"`,
    );
    expect(await message(put(0, 2))).toMatchInlineSnapshot(
      `"'x.n3ml' is no recording of events: it does not begin with N3ML-REC. Give a file that the observer 'record' has written. [N3ML_NOT_A_RECORDING]"`,
    );
    expect(await message(put(20, 2))).toMatchInlineSnapshot(
      `"'x.n3ml' is damaged: its head has another checksum. Copy it again. [N3ML_RECORDING_DAMAGED]"`,
    );
    expect(await message(put(40, 99))).toMatchInlineSnapshot(
      `"'x.n3ml' is damaged: a chunk has another checksum, after 0 events. Copy it again, or go on behind the place, from sample 2 on. [N3ML_RECORDING_DAMAGED]"`,
    );
    await expect(read(temporaryFolder())).rejects.toThrow('it is a folder. Give the path of a recording. [N3ML_CANNOT_READ]');
    await expect(read(`${path}.missing`)).rejects.toThrow('N3ML_CANNOT_READ');
  });

  test('is taken for what is there where that is asked for', async () => {
    const { path, events } = chunked(4);
    writeFileSync(path, readFileSync(path).subarray(0, 700));
    const left = await read(path, { partial: true });
    expect(left.length).toBeGreaterThan(0);
    expect(left).toEqual(events.slice(0, left.length));
    expect((await openRecording(path)).totals).toBeUndefined();
    const after = await read(path, { partial: true, from: 1 });
    expect(after).toEqual(left.slice(left.length - after.length));
    expect(after.length).toBeGreaterThan(0);
  });
});

test('operators of RxJS go with a recording as with a bus', async () => {
  const { path } = chunked(6);
  const kept = await lastValueFrom(replay(path).pipe(everyNthSample(5), toArray()));
  expect(kept.flatMap((one) => (one.type === 'sample:end' ? [one.done] : []))).toEqual([1, 6]);
});
