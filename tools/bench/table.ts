import type { BenchRow } from './bench.ts';
import { describeMachine, type Machine } from './machine.ts';
import { spreadOf } from './median.ts';

/** Four significant digits, without an exponent. */
const figure = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4))));

/** The rows of a benchmark as a Markdown table, with the machine below it. */
export function markdownTable(rows: readonly BenchRow[], machine: Machine): string {
  const lines = rows.map(({ what, unit, values }) => {
    const { median, min, max } = spreadOf(values);
    return `| ${what} | ${figure(median)} | ${figure(min)} | ${figure(max)} | ${unit} | ${values.length} |`;
  });
  const head = ['| what | median | min | max | unit | runs |', '|---|---:|---:|---:|---|---:|'];
  return [...head, ...lines, '', describeMachine(machine)].join('\n');
}
