import { N3mlError, type RunEvent } from '@n3ml/core';
import { ByteReader } from './bytes/byte-reader.ts';
import { ByteWriter } from './bytes/byte-writer.ts';
import { requireRecordable } from './bytes/value.ts';
import { chooseColumn } from './columns/choose-column.ts';
import type { Column } from './columns/column.ts';
import { IntegersColumn, readIntegers } from './columns/integers.ts';
import { readColumn } from './columns/read-column.ts';
import type { TimedEvent } from './timed-event.ts';

/** The version of the format, in front of each block and in the head of a file. */
export const FORMAT_VERSION = 1;

/** Events of one type that followed each other, and whose fields are written alike. */
interface Stretch {
  readonly type: string;
  readonly fields: readonly string[];
  readonly times: IntegersColumn;
  readonly columns: readonly Column[];
  count: number;
}

/** Whether the event can go on with the stretch. It comes up to thousands of times a second, so it makes nothing. */
function fits({ type, fields, columns }: Stretch, event: RunEvent): boolean {
  if (event.type !== type) return false;
  let k = 0;
  for (const field in event) {
    if (field === 'type') continue;
    if (field !== fields[k] || !columns[k]!.accepts(event[field as never])) return false;
    k++;
  }
  return k === fields.length;
}

function beginStretch(event: RunEvent): Stretch {
  const { type, ...payload } = event;
  return { type, fields: Object.keys(payload), times: new IntegersColumn(), columns: Object.values(payload).map(chooseColumn), count: 0 };
}

function writeStretch(to: ByteWriter, { type, fields, count, times, columns }: Stretch): void {
  to.text(type);
  to.varint(fields.length);
  for (const field of fields) to.text(field);
  to.varint(count);
  times.write(to);
  for (const column of columns) {
    to.byte(column.code);
    column.write(to);
  }
}

/**
 * Collects events and writes them as one block. Events of one type that follow each other are written field by field, as columns: spikes take one to two bytes each.
 * What an event holds is taken over in `add`, so borrowed arrays are safe.
 */
export class EventBlockWriter {
  readonly #out = new ByteWriter();
  #stretch: Stretch | undefined;
  /** The newest stretch of each type: the next one takes over its memory. */
  readonly #ended = new Map<string, Stretch>();
  #events = 0;
  #size = 0;

  constructor() {
    this.#out.byte(FORMAT_VERSION);
  }

  /** Events so far. */
  get events(): number {
    return this.#events;
  }

  /** Bytes so far; a few more once the block is finished. */
  get size(): number {
    return this.#out.length + this.#size;
  }

  /**
   * @param time whole milliseconds
   * @throws N3mlError N3ML_NOT_RECORDABLE where the payload holds what the format doesn't know; the block is as it was
   */
  add(event: RunEvent, time: number): void {
    const goesOn = this.#stretch !== undefined && fits(this.#stretch, event);
    const stretch = goesOn ? this.#stretch! : this.#stretchFor(event);
    const { fields, times, columns } = stretch;
    for (let k = 0; k < columns.length; k++) {
      if (columns[k]!.takesAnything) requireRecordable(event[fields[k] as never], `${event.type}.${fields[k]}`);
    }
    if (!goesOn) {
      this.#endStretch();
      this.#stretch = stretch;
    }
    times.add(time);
    let size = times.size;
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k]!;
      column.add(event[fields[k] as never]);
      size += column.size;
    }
    this.#size = size;
    stretch.count++;
    this.#events++;
  }

  /** The block; the writer begins the next one. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#endStretch();
    const block = this.#out.written.slice();
    this.#out.clear();
    this.#out.byte(FORMAT_VERSION);
    this.#events = 0;
    return block;
  }

  #stretchFor(event: RunEvent): Stretch {
    const ended = this.#ended.get(event.type);
    return ended && ended !== this.#stretch && fits(ended, event) ? ended : beginStretch(event);
  }

  #endStretch(): void {
    const stretch = this.#stretch;
    if (!stretch) return;
    writeStretch(this.#out, stretch);
    for (const column of [stretch.times, ...stretch.columns]) column.clear();
    stretch.count = 0;
    this.#ended.set(stretch.type, stretch);
    this.#stretch = undefined;
    this.#size = 0;
  }
}

function readStretch(from: ByteReader): TimedEvent[] {
  const type = from.text();
  const fields = Array.from({ length: from.count(1) }, () => from.text());
  const count = from.count(1);
  const times = readIntegers(from, count);
  const columns = fields.map(() => readColumn(from, count));
  // Defined, not set: a field named __proto__ is a field. In copies of it, it is there already, and can be set.
  const blank: Record<string, unknown> = Object.fromEntries([['type', type], ...fields.map((field) => [field, undefined] as const)]);
  return times.map((time, row) => {
    const event = { ...blank };
    for (let k = 0; k < fields.length; k++) event[fields[k]!] = columns[k]![row];
    return { time, event: event as unknown as RunEvent };
  });
}

/**
 * The events of a block, with arrays of their own. Nothing is executed, and a length that can't be true is an error before anything of that size is made.
 *
 * @throws N3mlError N3ML_EVENTS_VERSION, N3ML_EVENTS_DAMAGED
 */
export function readEventBlock(block: Uint8Array): TimedEvent[] {
  const from = new ByteReader(block);
  const version = from.byte();
  if (version !== FORMAT_VERSION) {
    throw new N3mlError(
      'N3ML_EVENTS_VERSION',
      `These events are of version ${version} of the format, and this n3ml reads version ${FORMAT_VERSION}. Use the same n3ml on both sides.`,
      { details: { version, known: FORMAT_VERSION } },
    );
  }
  const events: TimedEvent[][] = [];
  while (from.left > 0) events.push(readStretch(from));
  return events.flat();
}

/** Events as one block of bytes: the inverse of {@link readEventBlock}. @throws N3mlError N3ML_NOT_RECORDABLE */
export function writeEventBlock(events: Iterable<TimedEvent>): Uint8Array<ArrayBuffer> {
  const writer = new EventBlockWriter();
  for (const { event, time } of events) writer.add(event, time);
  return writer.finish();
}
