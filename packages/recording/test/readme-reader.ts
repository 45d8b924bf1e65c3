/** An event with its time, as somebody reads it who has nothing but the README. */
export interface ReadEvent {
  readonly time: number;
  readonly event: Record<string, unknown>;
}

export interface ReadRecording {
  readonly startedAt: number;
  readonly events: readonly ReadEvent[];
  readonly index: readonly { readonly offset: number; readonly time: number; readonly done: number }[];
  readonly ending: readonly number[];
}

const arrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** CRC-32 bit by bit: the polynomial 0x04C11DB7, reflected. */
function crc(bytes: Uint8Array): number {
  let register = 0xffff_ffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ 0xedb8_8320 : register >>> 1;
  }
  return ~register >>> 0;
}

/** The bytes of a block and a place in them. */
class Block {
  readonly bytes: Uint8Array;
  at = 1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    if (bytes[0] !== 1) throw new Error('version');
  }

  take(length: number): Uint8Array<ArrayBuffer> {
    this.at += length;
    return Uint8Array.from(this.bytes.subarray(this.at - length, this.at));
  }

  byte = (): number => this.take(1)[0]!;

  n = (): number => {
    let bits = '';
    for (;;) {
      const byte = this.byte();
      bits = (byte & 127).toString(2).padStart(7, '0') + bits;
      if (byte < 128) return Number.parseInt(bits, 2);
    }
  };

  s = (): number => {
    const code = this.n();
    return code % 2 ? -(code + 1) / 2 : code / 2;
  };

  t = (): string => text(this.take(this.n()));

  float64 = (): number => new DataView(this.take(8).buffer).getFloat64(0, true);

  times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, () => read());

  differences = (count: number): number[] => {
    let last = 0;
    return this.times(count, () => {
      last += this.s();
      return last;
    });
  };

  elements(type: number, length: number): unknown {
    const make = arrays[type]!;
    return new make(this.take(length * make.BYTES_PER_ELEMENT).buffer);
  }

  value = (): unknown => {
    const kind = this.byte();
    if (kind < 4) return [null, undefined, false, true][kind];
    if (kind === 4) return this.s();
    if (kind === 5) return this.float64();
    if (kind === 6) return this.t();
    if (kind === 7) return this.times(this.n(), this.value);
    if (kind === 8) return Object.fromEntries(this.times(this.n(), () => [this.t(), this.value()]));
    return this.elements(this.byte(), this.n());
  };

  column(count: number): unknown[] {
    switch (this.byte()) {
      case 0:
        return this.times(count, this.value);
      case 1:
        return this.differences(count);
      case 2:
        return this.times(count, this.float64);
      case 3: {
        const words = this.times(this.n(), this.t);
        return this.times(count, () => words[this.n()]);
      }
      case 4:
        return this.times(count, this.n).map((length) => {
          let id = 0;
          return Uint32Array.from(
            this.times(length, () => {
              id += this.n();
              return id;
            }),
          );
        });
      default: {
        const type = this.byte();
        return this.times(count, this.n).map((length) => this.elements(type, length));
      }
    }
  }

  stretch(): ReadEvent[] {
    const type = this.t();
    const fields = this.times(this.n(), this.t);
    const count = this.n();
    const times = this.differences(count);
    const columns = fields.map(() => this.column(count));
    return times.map((time, row) => ({
      time,
      event: Object.fromEntries([['type', type], ...fields.map((field, k): [string, unknown] => [field, columns[k]![row]])]),
    }));
  }
}

/** Reads a whole recording by what the README says of the format; of the code of this package it uses nothing. */
export function readByReadme(file: Uint8Array): ReadRecording {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const float64s = (from: number, to: number): number[] =>
    Array.from({ length: (to - from) / 8 }, (_, k) => view.getFloat64(from + 8 * k, true));
  if (text(file.subarray(0, 8)) !== 'N3ML-REC' || view.getUint32(8, true) !== 1) throw new Error('head');
  if (view.getUint32(12, true) !== crc(file.subarray(16, 24))) throw new Error('head checksum');
  const events: ReadEvent[] = [];
  const contents = new Map<string, number[]>();
  for (let at = 24; at < file.length; ) {
    const kind = text(file.subarray(at, at + 4));
    const start = at + 12;
    const end = start + view.getUint32(at + 4, true);
    if (view.getUint32(at + 8, true) !== crc(Uint8Array.of(...file.subarray(at, at + 8), ...file.subarray(start, end))))
      throw new Error(kind);
    if (kind === 'EVNT') {
      const block = new Block(file.subarray(start, end));
      while (block.at < block.bytes.length) events.push(...block.stretch());
    } else contents.set(kind, float64s(start, end));
    at = end;
  }
  const entries = contents.get('INDX')!;
  return {
    startedAt: view.getFloat64(16, true),
    events,
    index: Array.from({ length: entries.length / 3 }, (_, k) => ({
      offset: entries[3 * k]!,
      time: entries[3 * k + 1]!,
      done: entries[3 * k + 2]!,
    })),
    ending: contents.get('DONE')!,
  };
}
