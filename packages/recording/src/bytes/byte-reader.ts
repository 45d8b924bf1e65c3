import { damaged } from '../damaged.ts';

// A byte order mark is a character like any other here.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads what a {@link ByteWriter} has written. Nothing is believed: a length that is longer than what is left is an error. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.#bytes[this.#take(1)]!;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw damaged('a number is longer than 53 bits');
      if (byte < 128) return value;
    }
  }

  /** The number of things that follow, each of `size` bytes at least. */
  count(size: number): number {
    const count = this.varint();
    if (count * size > this.left) throw damaged(`${count} things are announced, and ${this.left} bytes are left`);
    return count;
  }

  signed(): number {
    const code = this.varint();
    return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** A copy of the next bytes, in a buffer of its own. */
  raw(length: number): Uint8Array<ArrayBuffer> {
    const start = this.#take(length);
    return new Uint8Array(this.#bytes.slice(start, start + length));
  }

  text(): string {
    const length = this.count(1);
    const start = this.#take(length);
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length));
    } catch {
      throw damaged('a text is not UTF-8');
    }
  }

  #take(length: number): number {
    if (length > this.left) throw damaged('they end too early');
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
