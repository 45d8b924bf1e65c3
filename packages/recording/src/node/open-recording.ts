import { type FileHandle, open } from 'node:fs/promises';
import { N3mlError } from '@n3ml/core';
import { readEventBlock } from '../event-block.ts';
import { samplesDone } from '../samples-done.ts';
import type { TimedEvent } from '../timed-event.ts';
import { CHUNK_HEAD, isSound, readChunkHead } from './chunk.ts';
import { RECORDING_HEAD, readRecordingHead } from './recording-head.ts';
import { type ChunkEntry, ENDING, type RecordingTotals, readEnding, readIndex } from './recording-index.ts';

/** Which part of a recording. */
export interface RecordingRange {
  /** Begins after so many samples. @default 0: with the first event */
  readonly from?: number;
  /** Ends once so many samples are done. @default Infinity */
  readonly to?: number;
}

/** A recording whose head and index have been read. No file is open but while events are read. */
export interface Recording {
  readonly path: string;
  readonly startedAt: Date;
  /** What it adds up to; undefined where it was cut short or is still being written. */
  readonly totals: RecordingTotals | undefined;
  /**
   * The events with their times, block by block, each about 256 KiB: what is in memory at a time. Their arrays are their own.
   *
   * @throws N3mlError (while reading, after every event in front of the place) N3ML_RECORDING_CUT where the end is missing, N3ML_RECORDING_DAMAGED, which says from where
   * to go on behind the place, in its text and as `details.from`
   */
  blocks(range?: RecordingRange): AsyncGenerator<readonly TimedEvent[], void, undefined>;
}

/**
 * Opens a recording.
 *
 * @throws N3mlError N3ML_CANNOT_READ, N3ML_NOT_A_RECORDING, N3ML_RECORDING_VERSION, N3ML_RECORDING_CUT (in its first bytes), N3ML_RECORDING_DAMAGED
 * @example
 * const { startedAt, totals, blocks } = await openRecording('runs/diehl-cook-2015/events.n3ml');
 * for await (const block of blocks({ from: 1000 })) for (const { time, event } of block) ...
 */
export async function openRecording(path: string): Promise<Recording> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const startedAt = readRecordingHead(await readAt(file, 0, Math.min(size, RECORDING_HEAD)), path);
    const ending = await readIndexOf(file, size);
    return { path, startedAt, totals: ending?.totals, blocks: (range = {}) => readBlocks(path, ending?.index, range) };
  });
}

async function withFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await read(file);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if (!(await file.stat()).isDirectory()) return file;
    await file.close();
    throw new Error('it is a folder');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new N3mlError('N3ML_CANNOT_READ', `Can't read '${path}': ${reason}. Give the path of a recording.`, { details: { path }, cause });
  }
}

/** As many bytes as there are, up to `length`. */
async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

interface Chunk {
  readonly kind: string;
  readonly content: Buffer;
  readonly end: number;
}

/** The chunk at an offset; 'cut' where the file ends before it does, 'damaged' where its checksum is another. */
async function readChunk(file: FileHandle, offset: number, size: number): Promise<Chunk | 'cut' | 'damaged'> {
  const head = await readAt(file, offset, CHUNK_HEAD);
  if (head.length < CHUNK_HEAD) return 'cut';
  const { kind, length } = readChunkHead(head);
  const end = offset + CHUNK_HEAD + length;
  if (end > size) return 'cut';
  const content = await readAt(file, offset + CHUNK_HEAD, length);
  if (content.length < length) return 'cut';
  return isSound(head, content) ? { kind, content, end } : 'damaged';
}

/** The index of a complete recording. */
async function readIndexOf(
  file: FileHandle,
  size: number,
): Promise<{ readonly index: readonly ChunkEntry[]; readonly totals: RecordingTotals } | undefined> {
  const at = size - CHUNK_HEAD - ENDING;
  const ending = at < RECORDING_HEAD ? 'cut' : await readChunk(file, at, size);
  if (typeof ending === 'string' || ending.kind !== 'DONE') return undefined;
  const { indexOffset, totals } = readEnding(ending.content);
  if (!isPlace(indexOffset, at)) return undefined;
  const chunk = await readChunk(file, indexOffset, size);
  if (typeof chunk === 'string' || chunk.kind !== 'INDX') return undefined;
  const index = readIndex(chunk.content);
  return index.every(({ offset }) => isPlace(offset, indexOffset)) ? { index, totals } : undefined;
}

/** Whether a chunk can begin there. */
const isPlace = (offset: number, end: number): boolean => Number.isSafeInteger(offset) && offset >= RECORDING_HEAD && offset < end;

async function* readBlocks(
  path: string,
  index: readonly ChunkEntry[] | undefined,
  { from = 0, to = Infinity }: RecordingRange,
): AsyncGenerator<readonly TimedEvent[], void, undefined> {
  const file = await openFile(path);
  try {
    const start = index?.findLast(({ done }) => done < from);
    let offset = start?.offset ?? RECORDING_HEAD;
    let done = start?.done ?? 0;
    let events = 0;
    for (;;) {
      const { size } = await file.stat();
      const chunk = await readChunk(file, offset, size);
      if (chunk === 'cut' && index === undefined) throw cutShort(path, events);
      const refuse = (why: string, cause?: unknown): N3mlError => damaged(path, events, why, sampleBehind(index, offset), cause);
      if (chunk === 'cut') throw refuse('a chunk goes beyond the end');
      if (chunk === 'damaged') throw refuse('a chunk has another checksum');
      if (chunk.kind === 'INDX') return;
      const block = readEvents(chunk, refuse);
      offset = chunk.end;
      events += block.length;
      const first = done >= from ? 0 : 1 + block.findIndex(({ event }) => (samplesDone(event) ?? 0) >= from);
      const last = to === Infinity ? -1 : block.findIndex(({ event }) => (samplesDone(event) ?? 0) >= to);
      done = block.reduce((sum, { event }) => samplesDone(event) ?? sum, done);
      if (done >= from) yield block.slice(first, last < 0 ? undefined : last + 1);
      if (last >= 0) return;
    }
  } finally {
    await file.close();
  }
}

function readEvents({ kind, content }: Chunk, refuse: (why: string, cause?: unknown) => N3mlError): readonly TimedEvent[] {
  if (kind !== 'EVNT') throw refuse(`a chunk is of the unknown kind ${JSON.stringify(kind)}`);
  try {
    return readEventBlock(content);
  } catch (error) {
    throw refuse('a chunk holds no events', error);
  }
}

/** The first sample after which a reader that starts with a later chunk can begin. */
function sampleBehind(index: readonly ChunkEntry[] | undefined, offset: number): number | undefined {
  const next = index?.find((entry) => entry.offset > offset);
  return next && next.done + 1;
}

const cutShort = (path: string, events: number): N3mlError =>
  new N3mlError(
    'N3ML_RECORDING_CUT',
    `'${path}' is cut short, or still being written: it ends inside a chunk, after ${events} events. Ask for what is there with { partial: true }.`,
    { details: { path, events } },
  );

function damaged(path: string, events: number, why: string, from?: number, cause?: unknown): N3mlError {
  const remedy = from === undefined ? 'Copy it again.' : `Copy it again, or go on behind the place, from sample ${from} on.`;
  const details = { path, events, ...(from === undefined ? {} : { from }) };
  return new N3mlError('N3ML_RECORDING_DAMAGED', `'${path}' is damaged: ${why}, after ${events} events. ${remedy}`, { details, cause });
}
