/** WebAssembly instructions as bytes. Operands come first, so that an expression is its operands' code followed by its own opcode. */
export type Code = readonly number[];

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

export const valueTypeByte: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

export function unsignedLeb(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

export function signedLeb(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export function float32Bytes(value: number): Code {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}

export function float64Bytes(value: number): Code {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

/** Instructions one after the other. (Not `parts.flat()`: it is a hundred times as slow in V8, most of the time that a network takes to compile.) */
export const seq = (...parts: readonly Code[]): Code => ([] as number[]).concat(...parts);
