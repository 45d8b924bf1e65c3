import { damaged } from '../damaged.ts';
import type { ByteReader } from './byte-reader.ts';

/** The arrays that a payload may hold. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface ElementType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): TypedArray;
}

/** Their place in this list is their number in the format: add to its end only. */
const elementTypes: readonly ElementType[] = [
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

/** The number of an array's type in the format; -1 where the value is no array of these. */
export const elementTypeOf = (value: unknown): number =>
  ArrayBuffer.isView(value) ? elementTypes.findIndex((type) => value instanceof type) : -1;

/** Bytes of an element. @throws N3mlError N3ML_EVENTS_DAMAGED where no type has that number */
export function elementSize(type: number): number {
  const size = elementTypes[type]?.BYTES_PER_ELEMENT;
  if (size === undefined) throw damaged(`no element type has the number ${type}`);
  return size;
}

/** An array of its own, from the next bytes. */
export const readElements = (from: ByteReader, type: number, length: number): TypedArray =>
  new elementTypes[type]!(from.raw(length * elementSize(type)).buffer);
