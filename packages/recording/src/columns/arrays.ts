import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { elementSize, elementTypeOf, readElements, type TypedArray } from '../bytes/element-type.ts';
import { damaged } from '../damaged.ts';
import type { Column } from './column.ts';

/** Typed arrays of one element type, as they lie in memory: the type, the lengths of the arrays, then their elements. */
export class ArraysColumn implements Column {
  readonly code = 5;
  readonly #type: number;
  readonly #lengths = new ByteWriter();
  readonly #elements = new ByteWriter();

  constructor(type: number) {
    this.#type = type;
  }

  accepts(value: unknown): boolean {
    return elementTypeOf(value) === this.#type;
  }

  add(array: TypedArray): void {
    this.#lengths.varint(array.length);
    this.#elements.raw(array);
  }

  get size(): number {
    return 1 + this.#lengths.length + this.#elements.length;
  }

  write(to: ByteWriter): void {
    to.byte(this.#type);
    to.raw(this.#lengths.written);
    to.raw(this.#elements.written);
  }

  clear(): void {
    this.#lengths.clear();
    this.#elements.clear();
  }
}

export function readArrays(from: ByteReader, count: number): TypedArray[] {
  const type = from.byte();
  const size = elementSize(type);
  const lengths = Array.from({ length: count }, () => from.varint());
  return lengths.map((length) => {
    if (length * size > from.left) throw damaged(`an array of ${length} elements is announced, and ${from.left} bytes are left`);
    return readElements(from, type, length);
  });
}
