import { elementTypeOf } from '../bytes/element-type.ts';
import { isInteger } from '../bytes/value.ts';
import { ArraysColumn } from './arrays.ts';
import { AscendingColumn } from './ascending.ts';
import type { Column } from './column.ts';
import { IntegersColumn } from './integers.ts';
import { NumbersColumn } from './numbers.ts';
import { ValuesColumn } from './values.ts';
import { WordsColumn } from './words.ts';

/** The shortest way to write a value, and more like it. */
export function chooseColumn(value: unknown): Column {
  if (typeof value === 'number') return isInteger(value) ? new IntegersColumn() : new NumbersColumn();
  if (typeof value === 'string') return new WordsColumn();
  const type = elementTypeOf(value);
  if (type < 0) return new ValuesColumn();
  const ascending = new AscendingColumn();
  return ascending.accepts(value) ? ascending : new ArraysColumn(type);
}
