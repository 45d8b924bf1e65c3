import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { damaged } from '../damaged.ts';
import type { Column } from './column.ts';

/** Strings, each different one once, and which of them comes when. */
export class WordsColumn implements Column {
  readonly code = 3;
  readonly #places = new Map<string, number>();
  readonly #words = new ByteWriter();
  readonly #order = new ByteWriter();

  accepts(value: unknown): boolean {
    return typeof value === 'string';
  }

  add(value: string): void {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(value, place);
      this.#words.text(value);
    }
    this.#order.varint(place);
  }

  get size(): number {
    return this.#words.length + this.#order.length;
  }

  write(to: ByteWriter): void {
    to.varint(this.#places.size);
    to.raw(this.#words.written);
    to.raw(this.#order.written);
  }

  clear(): void {
    this.#places.clear();
    this.#words.clear();
    this.#order.clear();
  }
}

export function readWords(from: ByteReader, count: number): string[] {
  const words = Array.from({ length: from.count(1) }, () => from.text());
  return Array.from({ length: count }, () => {
    const word = words[from.varint()];
    if (word === undefined) throw damaged('a text is referred to that is not there');
    return word;
  });
}
