import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { damaged } from '../damaged.ts';
import type { Column } from './column.ts';

function isAscending(ids: Uint32Array): boolean {
  for (let k = 1; k < ids.length; k++) if (ids[k]! < ids[k - 1]!) return false;
  return true;
}

/** Arrays of neurons in ascending order, as spikes come: the lengths of the arrays, then the gap of each neuron from the one before in its array. */
export class AscendingColumn implements Column {
  readonly code = 4;
  readonly #lengths = new ByteWriter();
  readonly #gaps = new ByteWriter();

  accepts(value: unknown): boolean {
    return value instanceof Uint32Array && isAscending(value);
  }

  add(ids: Uint32Array): void {
    this.#lengths.varint(ids.length);
    let last = 0;
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      this.#gaps.varint(id - last);
      last = id;
    }
  }

  get size(): number {
    return this.#lengths.length + this.#gaps.length;
  }

  write(to: ByteWriter): void {
    to.raw(this.#lengths.written);
    to.raw(this.#gaps.written);
  }

  clear(): void {
    this.#lengths.clear();
    this.#gaps.clear();
  }
}

export function readAscending(from: ByteReader, count: number): Uint32Array[] {
  const lengths = Array.from({ length: count }, () => from.varint());
  return lengths.map((length) => {
    if (length > from.left) throw damaged(`${length} neurons are announced, and ${from.left} bytes are left`);
    const ids = new Uint32Array(length);
    let id = 0;
    for (let k = 0; k < length; k++) {
      id += from.varint();
      if (id > 0xffff_ffff) throw damaged('the number of a neuron is longer than 32 bits');
      ids[k] = id;
    }
    return ids;
  });
}
