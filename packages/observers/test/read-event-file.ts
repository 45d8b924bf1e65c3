/** Reads event files of TensorBoard, by the definitions of TFRecord, protocol buffers, event.proto and summary.proto; shares no code with what writes them. */

/** CRC-32C bit by bit. */
function crc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0x82f63b78 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** What a masked checksum was before. */
function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated << 15) | (rotated >>> 17)) >>> 0;
}

export function readRecords(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    if (unmask(bytes.readUInt32LE(at + 8)) !== crc32c(bytes.subarray(at, at + 8))) throw new Error(`checksum of the length at ${at}`);
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (unmask(bytes.readUInt32LE(at + 12 + length)) !== crc32c(data)) throw new Error(`checksum of the data at ${at}`);
    records.push(data);
    at += 16 + length;
  }
  return records;
}

type Fields = Map<number, (number | Buffer)[]>;

/** The fields of a message by their number: numbers of the wire types 0, 1 and 5, bytes of type 2. */
function readMessage(bytes: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const key = varint();
    let value: number | Buffer;
    switch (key & 7) {
      case 0:
        value = varint();
        break;
      case 1:
        value = bytes.readDoubleLE(at);
        at += 8;
        break;
      case 5:
        value = bytes.readFloatLE(at);
        at += 4;
        break;
      case 2: {
        const length = varint();
        value = bytes.subarray(at, at + length);
        at += length;
        break;
      }
      default:
        throw new Error(`wire type ${key & 7}`);
    }
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

const number = (fields: Fields, field: number): number => (fields.get(field)?.[0] as number | undefined) ?? 0;
const message = (fields: Fields, field: number): Fields | undefined => {
  const bytes = fields.get(field)?.[0];
  return bytes === undefined ? undefined : readMessage(bytes as Buffer);
};
const doubles = (fields: Fields, field: number): number[] => {
  const bytes = fields.get(field)![0] as Buffer;
  return Array.from({ length: bytes.length / 8 }, (_, k) => bytes.readDoubleLE(8 * k));
};

export interface EventFileValue {
  readonly seconds: number;
  readonly step: number;
  readonly tag: string;
  readonly scalar?: number;
  readonly image?: { readonly height: number; readonly width: number; readonly channels: number; readonly png: Buffer };
  readonly histogram?: {
    readonly min: number;
    readonly max: number;
    readonly num: number;
    readonly sum: number;
    readonly squares: number;
    readonly limits: number[];
    readonly counts: number[];
  };
}

/** The version in the first record, and every value of every summary after it. */
export function readEventFile(bytes: Buffer): { readonly version: string; readonly values: readonly EventFileValue[] } {
  const [first, ...rest] = readRecords(bytes).map(readMessage);
  const values = rest.flatMap((event) =>
    (message(event, 5)!.get(1) ?? []).map((one): EventFileValue => {
      const value = readMessage(one as Buffer);
      const image = message(value, 4);
      const histogram = message(value, 5);
      return {
        seconds: number(event, 1),
        step: number(event, 2),
        tag: String(value.get(1)![0]),
        ...(value.has(2) && { scalar: number(value, 2) }),
        ...(image && {
          image: { height: number(image, 1), width: number(image, 2), channels: number(image, 3), png: image.get(4)![0] as Buffer },
        }),
        ...(histogram && {
          histogram: {
            min: number(histogram, 1),
            max: number(histogram, 2),
            num: number(histogram, 3),
            sum: number(histogram, 4),
            squares: number(histogram, 5),
            limits: doubles(histogram, 6),
            counts: doubles(histogram, 7),
          },
        }),
      };
    }),
  );
  return { version: String(first!.get(3)![0]), values };
}
