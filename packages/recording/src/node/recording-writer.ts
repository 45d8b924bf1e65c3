import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { N3mlError, type RunEvent } from '@n3ml/core';
import { EventBlockWriter } from '../event-block.ts';
import { samplesDone } from '../samples-done.ts';
import { type ChunkKind, encodeChunkHead } from './chunk.ts';
import { ChunkPlaces } from './chunk-places.ts';
import { encodeRecordingHead } from './recording-head.ts';
import { type ChunkEntry, encodeEnding, encodeIndex } from './recording-index.ts';

/** Events are written once they have come to so many bytes, or over so many ms: no more than this is lost with the process. */
const CHUNK_BYTES = 2 ** 18;
const CHUNK_AGE = 1000;

export interface RecordingWriterOptions {
  /** Milliseconds that only go up. @default performance.now */
  readonly now?: () => number;
  /** A chunk is written once it has so many bytes. @default 262144 */
  readonly chunkBytes?: number;
}

/**
 * Writes events to a file, chunk by chunk, each with a checksum, and an index at the end. It keeps one chunk in memory; the disk is written to at once, so a disk that
 * is slower than the run slows it down and nothing is lost. The file is made anew at the first event.
 */
export class RecordingWriter {
  readonly #path: string;
  readonly #now: () => number;
  readonly #chunkBytes: number;
  readonly #block = new EventBlockWriter();
  readonly #places = new ChunkPlaces();
  #file: number | undefined;
  #failure: N3mlError | undefined;
  #began = 0;
  /** Where the next chunk goes. */
  #offset = 0;
  #entry: ChunkEntry | undefined;
  #events = 0;
  #time = 0;
  #done = 0;

  constructor(path: string, { now = () => performance.now(), chunkBytes = CHUNK_BYTES }: RecordingWriterOptions = {}) {
    this.#path = path;
    this.#now = now;
    this.#chunkBytes = chunkBytes;
  }

  /**
   * Takes an event; its arrays are borrowed until this returns.
   *
   * @throws N3mlError N3ML_CANNOT_WRITE: the file ends with the last whole chunk; N3ML_NOT_RECORDABLE: the event is left out
   */
  add(event: RunEvent): void {
    if (this.#failure) throw this.#failure;
    if (this.#file === undefined) this.#open();
    const time = Math.max(this.#time, Math.round(this.#now() - this.#began));
    this.#block.add(event, time);
    this.#entry ??= { offset: this.#offset, time, done: this.#done };
    this.#time = time;
    this.#events++;
    this.#done = samplesDone(event) ?? this.#done;
    if (this.#block.size >= this.#chunkBytes || time - this.#entry.time >= CHUNK_AGE) this.#flush();
  }

  /** Bytes that wait to be written. */
  get pending(): number {
    return this.#block.size;
  }

  /** Writes what is left, and the index. @throws N3mlError N3ML_CANNOT_WRITE */
  close(): void {
    if (this.#file === undefined) return;
    this.#flush();
    const indexOffset = this.#offset;
    this.#writeChunk('INDX', encodeIndex(this.#places.entries));
    this.#writeChunk('DONE', encodeEnding(indexOffset, { events: this.#events, duration: this.#time, done: this.#done }));
    const file = this.#file;
    this.#file = undefined;
    try {
      fsyncSync(file);
    } catch (error) {
      throw this.#fail(error);
    } finally {
      closeSync(file);
    }
  }

  #open(): void {
    try {
      this.#file = openSync(this.#path, 'w');
    } catch (error) {
      throw this.#fail(error);
    }
    this.#began = this.#now();
    this.#write(encodeRecordingHead(Date.now()));
  }

  #flush(): void {
    if (!this.#entry) return;
    this.#places.add(this.#entry);
    this.#entry = undefined;
    this.#writeChunk('EVNT', this.#block.finish());
  }

  #writeChunk(kind: ChunkKind, content: Uint8Array): void {
    this.#write(encodeChunkHead(kind, content), content);
  }

  #write(...parts: readonly Uint8Array[]): void {
    const file = this.#file!;
    let end = this.#offset;
    try {
      for (const part of parts) {
        for (let written = 0; written < part.length; ) written += writeSync(file, part, written);
        end += part.length;
      }
      this.#offset = end;
    } catch (error) {
      this.#file = undefined;
      try {
        ftruncateSync(file, this.#offset);
        closeSync(file);
      } catch {
        // Where the file can't even be cut, the first failure is the one to tell.
      }
      throw this.#fail(error);
    }
  }

  #fail(cause: unknown): N3mlError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#failure = new N3mlError(
      'N3ML_CANNOT_WRITE',
      `Can't record to '${this.#path}': ${reason}. Choose a path in a folder that exists and has room.`,
      { details: { path: this.#path }, cause },
    );
    return this.#failure;
  }
}
