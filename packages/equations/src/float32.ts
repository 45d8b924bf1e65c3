import type { ArithmeticOp, ComparisonOp, UnaryOp } from './ir.ts';

const { fround } = Math;
const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);

function bitsOf(value: number): number {
  asFloat[0] = value;
  return asBits[0] as number;
}

function fromBits(bits: number): number {
  asBits[0] = bits;
  return asFloat[0] as number;
}

// Adding and taking away 1.5 * 2^52 rounds a double to a whole number, half to even.
const roundingShift = 1.5 * 2 ** 52;

function nearest(a: number): number {
  if (!(Math.abs(a) < 2 ** 23)) return a;
  const rounded = a + roundingShift - roundingShift;
  return rounded === 0 && (a < 0 || Object.is(a, -0)) ? -0 : rounded;
}

/** The meaning of every arithmetic operation of the intermediate representation, bit for bit. */
export const arithmeticOps: Readonly<Record<ArithmeticOp, (a: number, b: number) => number>> = {
  add: (a, b) => fround(a + b),
  sub: (a, b) => fround(a - b),
  mul: (a, b) => fround(a * b),
  div: (a, b) => fround(a / b),
  min: Math.min,
  max: Math.max,
};

export const unaryOps: Readonly<Record<UnaryOp, (a: number) => number>> = {
  neg: (a) => -a,
  abs: Math.abs,
  sqrt: (a) => fround(Math.sqrt(a)),
  floor: Math.floor,
  nearest,
  pow2: (a) => fromBits(((Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, a)) | 0) + 127) << 23),
  exponent: (a) => ((bitsOf(a) >>> 23) & 0xff) - 127,
  mantissa: (a) => fromBits((bitsOf(a) & 0x7fffff) | 0x3f800000),
};

export const comparisonOps: Readonly<Record<ComparisonOp, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};

export const isArithmetic = (op: string): op is ArithmeticOp => Object.hasOwn(arithmeticOps, op);
export const isUnary = (op: string): op is UnaryOp => Object.hasOwn(unaryOps, op);
export const isComparison = (op: string): op is ComparisonOp => Object.hasOwn(comparisonOps, op);
