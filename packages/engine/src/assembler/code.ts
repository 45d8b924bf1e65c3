/**
 * WebAssembly instructions as bytes. Operands come first, so that an expression is its operands' code followed by its own opcode. Code is nested,
 * so that putting pieces together copies nothing; {@link flatten} lays the bytes out once, when a function is done.
 */
export type Code = readonly (number | Code)[];

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

export const valueTypeByte: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** The bytes of nested code, in order. */
export function flatten(code: Code): number[] {
  const bytes: number[] = [];
  const append = (part: Code): void => {
    for (const item of part) {
      if (typeof item === 'number') bytes.push(item);
      else append(item);
    }
  };
  append(code);
  return bytes;
}

/** A whole number from 0 to 2^32 - 1 in LEB128, seven bits a byte, the lowest first. */
export function unsignedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

/** A 32-bit signed number in LEB128; the last byte carries the sign in its bit 6. */
export function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export const float32Bytes = (...values: readonly number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];
export const float64Bytes = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];
export const int32Bytes = (...values: readonly number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];

/** Instructions one after the other. */
export const seq = (...parts: readonly Code[]): Code => parts;
