import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { readValue, writeValue } from '../bytes/value.ts';
import type { Column } from './column.ts';

/** Values of any kind, one after the other. */
export class ValuesColumn implements Column {
  readonly code = 0;
  readonly takesAnything = true;
  readonly #bytes = new ByteWriter();

  accepts(): boolean {
    return true;
  }

  add(value: unknown): void {
    writeValue(this.#bytes, value);
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

export const readValues = (from: ByteReader, count: number): unknown[] => Array.from({ length: count }, () => readValue(from));
