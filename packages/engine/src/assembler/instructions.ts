import { type Code, float32Bytes, float64Bytes, int32Bytes, seq, signedLeb, unsignedLeb } from './code.ts';

// The opcodes that the kernels use (WebAssembly core specification 2.0, appendix "Index of Instructions"), named after the specification's: i32.ltU is i32.lt_u.

type Unary = (a: Code) => Code;
type Binary = (a: Code, b: Code) => Code;
type Load = (address: Code, offset?: number) => Code;
type Store = (address: Code, value: Code, offset?: number) => Code;

const unary =
  (...opcode: number[]): Unary =>
  (a) => [a, ...opcode];
const binary =
  (...opcode: number[]): Binary =>
  (a, b) => [a, b, ...opcode];
const load =
  (align: number, ...opcode: number[]): Load =>
  (address, offset = 0) => [address, ...opcode, align, unsignedLeb(offset)];
const store =
  (align: number, ...opcode: number[]): Store =>
  (address, value, offset = 0) => [address, value, ...opcode, align, unsignedLeb(offset)];
const simd = (opcode: number): number[] => [0xfd, ...unsignedLeb(opcode)];

export const i32 = {
  const: (value: number): Code => [0x41, signedLeb(value)],
  load: load(2, 0x28),
  load8: load(0, 0x2d),
  load16: load(1, 0x2f),
  store: store(2, 0x36),
  store8: store(0, 0x3a),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  ltU: binary(0x49),
  gtU: binary(0x4b),
  leU: binary(0x4d),
  geU: binary(0x4f),
  ctz: unary(0x68),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  divU: binary(0x6e),
  remU: binary(0x70),
  and: binary(0x71),
  or: binary(0x72),
  shl: binary(0x74),
  shrU: binary(0x76),
  truncF32: unary(0xfc, 0x00),
  fromF32Bits: unary(0xbc),
};

export const f32 = {
  const: (value: number): Code => [0x43, float32Bytes(value)],
  load: load(2, 0x2a),
  store: store(2, 0x38),
  eq: binary(0x5b),
  ne: binary(0x5c),
  lt: binary(0x5d),
  gt: binary(0x5e),
  le: binary(0x5f),
  ge: binary(0x60),
  abs: unary(0x8b),
  neg: unary(0x8c),
  floor: unary(0x8e),
  nearest: unary(0x90),
  sqrt: unary(0x91),
  add: binary(0x92),
  sub: binary(0x93),
  mul: binary(0x94),
  div: binary(0x95),
  min: binary(0x96),
  max: binary(0x97),
  fromI32: unary(0xb2),
  fromF64: unary(0xb6),
  fromI32Bits: unary(0xbe),
};

export const f64 = {
  const: (value: number): Code => [0x44, float64Bytes(value)],
  load: load(3, 0x2b),
  store: store(3, 0x39),
  ne: binary(0x62),
  add: binary(0xa0),
  div: binary(0xa3),
  fromF32: unary(0xbb),
};

export const v128 = {
  load: load(2, ...simd(0x00)),
  store: store(2, ...simd(0x0b)),
  constI32: (a: number, b: number, c: number, d: number): Code => [simd(0x0c), int32Bytes(a, b, c, d)],
  constF32: (value: number): Code => [simd(0x0c), float32Bytes(value, value, value, value)],
  not: unary(...simd(0x4d)),
  and: binary(...simd(0x4e)),
  or: binary(...simd(0x50)),
  /** Bits of `a` where the mask is 1, of `b` where it is 0. */
  bitselect: (a: Code, b: Code, mask: Code): Code => [a, b, mask, simd(0x52)],
};

export const i32x4 = {
  splat: unary(...simd(0x11)),
  gtS: binary(...simd(0x3b)),
  geS: binary(...simd(0x3f)),
  allTrue: unary(...simd(0xa3)),
  bitmask: unary(...simd(0xa4)),
  shl: binary(...simd(0xab)),
  shrU: binary(...simd(0xad)),
  add: binary(...simd(0xae)),
  sub: binary(...simd(0xb1)),
  truncF32x4: unary(...simd(0xf8)),
};

export const f32x4 = {
  splat: unary(...simd(0x13)),
  eq: binary(...simd(0x41)),
  ne: binary(...simd(0x42)),
  lt: binary(...simd(0x43)),
  gt: binary(...simd(0x44)),
  le: binary(...simd(0x45)),
  ge: binary(...simd(0x46)),
  floor: unary(...simd(0x68)),
  nearest: unary(...simd(0x6a)),
  abs: unary(...simd(0xe0)),
  neg: unary(...simd(0xe1)),
  sqrt: unary(...simd(0xe3)),
  add: binary(...simd(0xe4)),
  sub: binary(...simd(0xe5)),
  mul: binary(...simd(0xe6)),
  div: binary(...simd(0xe7)),
  min: binary(...simd(0xe8)),
  max: binary(...simd(0xe9)),
  fromI32x4: unary(...simd(0xfa)),
};

export const memory = {
  fill: (address: Code, value: Code, bytes: Code): Code => [address, value, bytes, 0xfc, 0x0b, 0x00],
};

/** `condition ? a : b`, both computed. */
export const select = (a: Code, b: Code, condition: Code): Code => [a, b, condition, 0x1b];

/** `if (condition) then else otherwise`, as statements. */
export const when = (condition: Code, then: Code, otherwise?: Code): Code =>
  seq(condition, [0x04, 0x40], then, otherwise ? [0x05, otherwise] : [], [0x0b]);

/** A loop that runs its body until the condition after it is 0. */
export const doWhile = (body: Code, condition: Code): Code => seq([0x03, 0x40], body, condition, [0x0d, 0x00, 0x0b]);

/** A loop whose condition stands before its body. */
export const whileLoop = (condition: Code, body: Code): Code => when(condition, doWhile(body, condition));

export const returnValue = (value: Code): Code => [value, 0x0f];

/** A local variable of a function, with the instructions that read and write it. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** The local variable (or parameter) of a function that stands at `index`. */
export const localAt = (index: number): Local => ({
  get: [0x20, ...unsignedLeb(index)],
  set: (value) => [value, 0x21, ...unsignedLeb(index)],
});

/** `for (variable = from; variable < to; variable += step) body`, unsigned; `from` and `to` are read again each time. */
export const forUpTo = (variable: Local, from: Code, to: Code, step: number, body: Code): Code =>
  seq(variable.set(from), whileLoop(i32.ltU(variable.get, to), seq(body, variable.set(i32.add(variable.get, i32.const(step))))));
