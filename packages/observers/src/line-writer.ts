import { createWriteStream, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { N3mlError } from '@n3ml/core';

/** Where lines go: the path of a file, which is made anew, or a stream, which is left open. */
export type LineTarget = string | Writable;

function cannotWrite(target: LineTarget, cause: unknown): N3mlError {
  const what = typeof target === 'string' ? `'${target}'` : 'to the stream';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new N3mlError('N3ML_CANNOT_WRITE', `Can't write ${what}: ${reason}. Choose a path in a folder that exists and that you may write to.`, {
    details: { path: typeof target === 'string' ? target : undefined },
    cause,
  });
}

/**
 * Writes lines and respects back-pressure. The file is opened at the first line, so that an observer that never hears anything leaves nothing,
 * and a bad path fails at the beginning of a run.
 */
export class LineWriter {
  readonly #target: LineTarget;
  #stream: Writable | undefined;
  #failure: Error | undefined;

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
    if (this.#failure) throw cannotWrite(this.#target, this.#failure);
    if (!stream.write(text)) return this.#drained(stream);
  }

  /** Waits until every line is out; closes the file, or leaves the given stream open. */
  async close(): Promise<void> {
    const stream = this.#stream;
    if (!stream) return;
    if (this.#failure) throw cannotWrite(this.#target, this.#failure);
    try {
      if (typeof this.#target === 'string') await finished(stream.end());
      else await new Promise<void>((resolve, reject) => stream.write('', (error) => (error ? reject(error) : resolve())));
    } catch (error) {
      throw cannotWrite(this.#target, error);
    } finally {
      stream.off('error', this.#fail);
      this.#stream = undefined;
    }
  }

  readonly #fail = (error: Error): void => {
    this.#failure ??= error;
  };

  #opened(): Writable {
    if (this.#stream) return this.#stream;
    this.#stream = typeof this.#target === 'string' ? openFile(this.#target) : this.#target;
    return this.#stream.on('error', this.#fail);
  }

  #drained(stream: Writable): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        stream.off('drain', settle).off('error', settle).off('close', settle);
        if (this.#failure) reject(cannotWrite(this.#target, this.#failure));
        else resolve();
      };
      stream.once('drain', settle).once('error', settle).once('close', settle);
    });
  }
}

function openFile(path: string): Writable {
  try {
    return createWriteStream(path, { fd: openSync(path, 'w') });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
