const utf8 = new TextEncoder();

/** Bytes that are kept for what comes next; a large event doesn't hold on to its memory. */
const KEPT = 2 ** 20;

/** Bytes that are appended one after the other; everything little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(64);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written; valid until the next call. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Begins anew, in the memory that it has, unless that is a lot. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT) this.#allocate(KEPT);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1 as LEB128: 7 bits a byte, lowest first, the top bit where more follow. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    // Bit operations are of 32 bits.
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign as a varint: 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ... */
  signed(value: number): void {
    this.varint(value >= 0 ? 2 * value : -2 * value - 1);
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** The bytes of an array or a view, as they are. */
  raw(array: ArrayBufferView): void {
    this.#reserve(array.byteLength);
    this.#bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), this.#length);
    this.#length += array.byteLength;
  }

  /** A string: its length in bytes, then UTF-8. */
  text(value: string): void {
    const bytes = utf8.encode(value);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const written = this.written;
    this.#allocate(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.set(written);
  }

  #allocate(length: number): void {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }
}
