/** A field of a protocol buffer message; messages are fields one after the other. */
export type Field = Uint8Array;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

const key = (field: number, wireType: number): number[] => varint(field * 8 + wireType);

/** A whole number of at least 0: int32, int64. */
export const integerField = (field: number, value: number): Field => Uint8Array.from([...key(field, 0), ...varint(value)]);

export function doubleField(field: number, value: number): Field {
  const bytes = Buffer.alloc(9);
  bytes[0] = field * 8 + 1;
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

export function floatField(field: number, value: number): Field {
  const bytes = Buffer.alloc(5);
  bytes[0] = field * 8 + 5;
  bytes.writeFloatLE(value, 1);
  return bytes;
}

/** Bytes, or a string in UTF-8. */
export function bytesField(field: number, value: Uint8Array | string): Field {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return Buffer.concat([Uint8Array.from([...key(field, 2), ...varint(bytes.length)]), bytes]);
}

export const messageField = (field: number, ...fields: readonly Field[]): Field => bytesField(field, Buffer.concat(fields));

/** Doubles in one field (packed). */
export const doublesField = (field: number, values: readonly number[]): Field =>
  bytesField(field, new Uint8Array(Float64Array.from(values).buffer));
