import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { Column } from './column.ts';

/** Numbers of any value as they are: NaN, the infinities and -0 too. */
export class NumbersColumn implements Column {
  readonly code = 2;
  readonly #bytes = new ByteWriter();

  accepts(value: unknown): boolean {
    return typeof value === 'number';
  }

  add(value: number): void {
    this.#bytes.float64(value);
  }

  get size(): number {
    return this.#bytes.length;
  }

  write(to: ByteWriter): void {
    to.raw(this.#bytes.written);
  }

  clear(): void {
    this.#bytes.clear();
  }
}

export const readNumbers = (from: ByteReader, count: number): number[] => Array.from({ length: count }, () => from.float64());
