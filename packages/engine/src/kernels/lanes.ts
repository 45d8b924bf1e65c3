import type { Code, ValueType } from '../assembler/code.ts';
import { f32, f32x4, i32, i32x4, select, v128 } from '../assembler/instructions.ts';

/** One value at a time, or four side by side. Bools are 0 or 1 in an i32, or four masks of all zeros or all ones. */
export interface Lanes {
  readonly width: 1 | 4;
  readonly type: ValueType;
  readonly constant: (value: number) => Code;
  readonly unary: Readonly<
    Record<'neg' | 'abs' | 'sqrt' | 'floor' | 'nearest' | 'pow2' | 'exponent' | 'mantissa' | 'not', (a: Code) => Code>
  >;
  readonly binary: Readonly<
    Record<
      'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne' | 'and' | 'or',
      (a: Code, b: Code) => Code
    >
  >;
  readonly select: (a: Code, b: Code, condition: Code) => Code;
  readonly load: (address: Code, offset?: number) => Code;
  readonly store: (address: Code, value: Code, offset?: number) => Code;
}

const EXPONENT_BIAS = 127;
const MANTISSA_BITS = 23;
const MANTISSA_MASK = 0x7fffff;
const ONE_BITS = 0x3f800000;

/** One neuron or synapse at a time. */
export const scalarLanes: Lanes = {
  width: 1,
  type: 'f32',
  constant: f32.const,
  unary: {
    neg: f32.neg,
    abs: f32.abs,
    sqrt: f32.sqrt,
    floor: f32.floor,
    nearest: f32.nearest,
    pow2: (a) => f32.fromI32Bits(i32.shl(i32.add(i32.truncF32(a), i32.const(EXPONENT_BIAS)), i32.const(MANTISSA_BITS))),
    exponent: (a) => f32.fromI32(i32.sub(i32.shrU(i32.fromF32Bits(a), i32.const(MANTISSA_BITS)), i32.const(EXPONENT_BIAS))),
    mantissa: (a) => f32.fromI32Bits(i32.or(i32.and(i32.fromF32Bits(a), i32.const(MANTISSA_MASK)), i32.const(ONE_BITS))),
    not: i32.eqz,
  },
  binary: {
    add: f32.add,
    sub: f32.sub,
    mul: f32.mul,
    div: f32.div,
    min: f32.min,
    max: f32.max,
    lt: f32.lt,
    le: f32.le,
    gt: f32.gt,
    ge: f32.ge,
    eq: f32.eq,
    ne: f32.ne,
    and: i32.and,
    or: i32.or,
  },
  select,
  load: f32.load,
  store: f32.store,
};

const splatI32 = (value: number): Code => v128.constI32(value, value, value, value);

/** Four side by side. */
export const simdLanes: Lanes = {
  width: 4,
  type: 'v128',
  constant: v128.constF32,
  unary: {
    neg: f32x4.neg,
    abs: f32x4.abs,
    sqrt: f32x4.sqrt,
    floor: f32x4.floor,
    nearest: f32x4.nearest,
    pow2: (a) => i32x4.shl(i32x4.add(i32x4.truncF32x4(a), splatI32(EXPONENT_BIAS)), i32.const(MANTISSA_BITS)),
    exponent: (a) => f32x4.fromI32x4(i32x4.sub(i32x4.shrU(a, i32.const(MANTISSA_BITS)), splatI32(EXPONENT_BIAS))),
    mantissa: (a) => v128.or(v128.and(a, splatI32(MANTISSA_MASK)), splatI32(ONE_BITS)),
    not: v128.not,
  },
  binary: {
    add: f32x4.add,
    sub: f32x4.sub,
    mul: f32x4.mul,
    div: f32x4.div,
    min: f32x4.min,
    max: f32x4.max,
    lt: f32x4.lt,
    le: f32x4.le,
    gt: f32x4.gt,
    ge: f32x4.ge,
    eq: f32x4.eq,
    ne: f32x4.ne,
    and: v128.and,
    or: v128.or,
  },
  select: v128.bitselect,
  load: v128.load,
  store: v128.store,
};
