import type { ByteReader } from '../bytes/byte-reader.ts';
import { damaged } from '../damaged.ts';
import { readArrays } from './arrays.ts';
import { readAscending } from './ascending.ts';
import { readIntegers } from './integers.ts';
import { readNumbers } from './numbers.ts';
import { readValues } from './values.ts';
import { readWords } from './words.ts';

/** By the code of the column. */
const readers: readonly ((from: ByteReader, count: number) => readonly unknown[])[] = [
  readValues,
  readIntegers,
  readNumbers,
  readWords,
  readAscending,
  readArrays,
];

/** @throws N3mlError N3ML_EVENTS_DAMAGED */
export function readColumn(from: ByteReader, count: number): readonly unknown[] {
  const code = from.byte();
  const read = readers[code];
  if (!read) throw damaged(`no column begins with the byte ${code}`);
  return read(from, count);
}
