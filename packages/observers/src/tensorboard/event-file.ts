import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { N3mlError } from '@n3ml/core';
import type { Field } from './protobuf.ts';
import { summaryEvent, versionEvent } from './summary.ts';
import { tfRecord } from './tf-record.ts';

/** A file of events for TensorBoard, made anew at the first of them. What was added is on disk, so TensorBoard follows the run. */
export class EventFile {
  readonly #path: string;
  readonly #now: () => number;
  #file: number | undefined;
  #length = 0;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
  }

  /** @throws N3mlError N3ML_CANNOT_WRITE; the file ends with the last whole record */
  add(step: number, ...values: readonly Field[]): void {
    const seconds = this.#now() / 1000;
    try {
      if (this.#file === undefined) {
        this.#file = openSync(this.#path, 'w');
        this.#append(this.#file, versionEvent(seconds));
      }
      this.#append(this.#file, summaryEvent(seconds, step, values));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new N3mlError(
        'N3ML_CANNOT_WRITE',
        `Can't write '${this.#path}': ${reason}. Choose a path in a folder that exists and has room.`,
        {
          details: { path: this.#path },
          cause,
        },
      );
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #append(file: number, event: Uint8Array): void {
    const record = tfRecord(event);
    try {
      for (let written = 0; written < record.length; ) written += writeSync(file, record, written);
      this.#length += record.length;
    } catch (error) {
      ftruncateSync(file, this.#length);
      throw error;
    }
  }
}
