import { spreadOf } from './median.ts';

/** Four significant digits, without an exponent. */
export const figure = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4))));

/** `median (min, max)` of some measurements; a single one stands alone. */
export function spreadText(values: readonly number[]): string {
  const { median, min, max } = spreadOf(values);
  return values.length === 1 ? figure(median) : `${figure(median)} (${figure(min)}, ${figure(max)})`;
}

/** A Markdown table of any columns. The first is for words, the others for figures. */
export function markdownTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)).join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}
