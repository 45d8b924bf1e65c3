import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { isInteger } from '../bytes/value.ts';
import type { Column } from './column.ts';

/** Whole numbers below 2^51: the difference of each from the one before. */
export class IntegersColumn implements Column {
  readonly code = 1;
  readonly #differences = new ByteWriter();
  #last = 0;

  accepts(value: unknown): boolean {
    return typeof value === 'number' && isInteger(value);
  }

  add(value: number): void {
    this.#differences.signed(value - this.#last);
    this.#last = value;
  }

  get size(): number {
    return this.#differences.length;
  }

  write(to: ByteWriter): void {
    to.raw(this.#differences.written);
  }

  clear(): void {
    this.#differences.clear();
    this.#last = 0;
  }
}

export function readIntegers(from: ByteReader, count: number): number[] {
  let last = 0;
  return Array.from({ length: count }, () => {
    last += from.signed();
    return last;
  });
}
