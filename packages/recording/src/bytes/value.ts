import { N3mlError } from '@n3ml/core';
import { damaged } from '../damaged.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { elementSize, elementTypeOf, readElements } from './element-type.ts';

/** The byte in front of a value. */
const tag = { null: 0, undefined: 1, false: 2, true: 3, integer: 4, number: 5, text: 6, list: 7, record: 8, elements: 9 } as const;

/** Deeper than any payload; it ends what refers to itself. */
const DEEPEST = 64;
/** Differences of such numbers, and their signs, fit into 53 bits. */
const LARGEST_INTEGER = 2 ** 51 - 1;

/** Whether a number keeps its value as a varint. */
export const isInteger = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER && !Object.is(value, -0);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/**
 * @param place of the value, for the message: `run:start.options`
 * @throws N3mlError N3ML_NOT_RECORDABLE where it is, or holds, something that is neither a JSON value nor undefined nor a typed array
 */
export function requireRecordable(value: unknown, place: string, depth = 0): void {
  if (value === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof value) || elementTypeOf(value) >= 0) return;
  if (depth < DEEPEST && Array.isArray(value)) {
    for (const [k, item] of value.entries()) requireRecordable(item, `${place}[${k}]`, depth + 1);
  } else if (depth < DEEPEST && isRecord(value)) {
    for (const [key, item] of Object.entries(value)) requireRecordable(item, `${place}.${key}`, depth + 1);
  } else {
    const what =
      depth === DEEPEST ? `more than ${DEEPEST} levels deep` : typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`;
    throw new N3mlError(
      'N3ML_NOT_RECORDABLE',
      `${place} is ${what}. Events hold numbers, strings, booleans, null, arrays, plain objects and typed arrays.`,
      { details: { place } },
    );
  }
}

/** Writes what {@link requireRecordable} has let through. */
export function writeValue(to: ByteWriter, value: unknown): void {
  if (value === null) to.byte(tag.null);
  else if (value === undefined) to.byte(tag.undefined);
  else if (typeof value === 'boolean') to.byte(value ? tag.true : tag.false);
  else if (typeof value === 'number') writeNumber(to, value);
  else if (typeof value === 'string') {
    to.byte(tag.text);
    to.text(value);
  } else if (Array.isArray(value)) {
    to.byte(tag.list);
    to.varint(value.length);
    for (const item of value) writeValue(to, item);
  } else if (ArrayBuffer.isView(value)) {
    const type = elementTypeOf(value);
    to.byte(tag.elements);
    to.byte(type);
    to.varint(value.byteLength / elementSize(type));
    to.raw(value);
  } else {
    const entries = Object.entries(value);
    to.byte(tag.record);
    to.varint(entries.length);
    for (const [key, item] of entries) {
      to.text(key);
      writeValue(to, item);
    }
  }
}

function writeNumber(to: ByteWriter, value: number): void {
  if (isInteger(value)) {
    to.byte(tag.integer);
    to.signed(value);
  } else {
    to.byte(tag.number);
    to.float64(value);
  }
}

/** @throws N3mlError N3ML_EVENTS_DAMAGED */
export function readValue(from: ByteReader, depth = 0): unknown {
  if (depth > DEEPEST) throw damaged(`a value is more than ${DEEPEST} levels deep`);
  const kind = from.byte();
  switch (kind) {
    case tag.null:
      return null;
    case tag.undefined:
      return undefined;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.integer:
      return from.signed();
    case tag.number:
      return from.float64();
    case tag.text:
      return from.text();
    case tag.list:
      return Array.from({ length: from.count(1) }, () => readValue(from, depth + 1));
    case tag.record:
      // fromEntries defines properties, it doesn't set them: a key named __proto__ is a key.
      return Object.fromEntries(Array.from({ length: from.count(2) }, () => [from.text(), readValue(from, depth + 1)]));
    case tag.elements: {
      const type = from.byte();
      return readElements(from, type, from.count(elementSize(type)));
    }
    default:
      throw damaged(`no value begins with the byte ${kind}`);
  }
}
