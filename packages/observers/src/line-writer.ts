import { createWriteStream, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { N3mlError } from '@n3ml/core';
import { dropTornLine } from './drop-torn-line.ts';

/** Where lines go: the path of a file, which is made anew, or a stream, which is left open. */
export type LineTarget = string | Writable;

function cannotWrite(target: LineTarget, cause: unknown): N3mlError {
  const what = typeof target === 'string' ? `'${target}'` : 'to the stream';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new N3mlError(
    'N3ML_CANNOT_WRITE',
    `Can't write ${what}: ${reason}. Choose a path in a folder that exists and that you may write to.`,
    {
      details: { path: typeof target === 'string' ? target : undefined },
      cause,
    },
  );
}

/**
 * Writes lines and respects back-pressure. The file is opened at the first line, so that an observer that never hears anything leaves
 * nothing, and a bad path fails at the beginning of a run.
 */
export class LineWriter {
  readonly #target: LineTarget;
  #stream: Writable | undefined;
  #failure: Error | undefined;
  #told = false;

  constructor(target: LineTarget) {
    this.#target = target;
  }

  /**
   * Writes `text`, which carries its own line ends.
   *
   * @returns nothing while the stream takes more; where its buffer is full, a promise that waits until it is empty
   * @throws N3mlError N3ML_CANNOT_WRITE, also for an earlier line
   */
  write(text: string): void | Promise<void> {
    const stream = this.#opened();
    if (this.#failure) throw this.#tell(this.#failure);
    if (!stream.write(text)) return this.#drained(stream);
  }

  /**
   * Waits until every line is out; closes the file, or leaves the given stream open.
   *
   * @throws N3mlError N3ML_CANNOT_WRITE, unless a `write` has thrown it already
   */
  async close(): Promise<void> {
    const stream = this.#stream;
    if (!stream || this.#told) return;
    try {
      if (this.#failure) throw this.#failure;
      if (typeof this.#target === 'string') await finished(stream.end());
      else await flushed(stream);
    } catch (error) {
      throw this.#tell(error);
    } finally {
      if (typeof this.#target !== 'string') stream.off('error', this.#fail);
    }
  }

  readonly #fail = (error: Error): void => {
    if (this.#failure) return;
    this.#failure = error;
    if (typeof this.#target !== 'string') return;
    try {
      dropTornLine(this.#target);
    } catch {
      // Where the file can't even be cut, the first failure is the one to tell.
    }
  };

  #tell(cause: unknown): N3mlError {
    this.#told = true;
    return cannotWrite(this.#target, cause);
  }

  #opened(): Writable {
    if (this.#stream) return this.#stream;
    this.#stream = typeof this.#target === 'string' ? openFile(this.#target) : this.#target;
    this.#stream.on('error', this.#fail);
    return this.#stream;
  }

  #drained(stream: Writable): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        stream.off('drain', settle).off('error', settle).off('close', settle);
        if (this.#failure) reject(this.#tell(this.#failure));
        else resolve();
      };
      stream.once('drain', settle).once('error', settle).once('close', settle);
    });
  }
}

const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve, reject) => stream.write('', (error) => (error ? reject(error) : resolve())));

function openFile(path: string): Writable {
  try {
    return createWriteStream(path, { fd: openSync(path, 'w') });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
