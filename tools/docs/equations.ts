import type { ExplainedEquation } from 'n3ml/explain';

/** Equations as they stand on a page: a label, and its lines beside it. */
export function equationsText(equations: readonly ExplainedEquation[]): string {
  const width = Math.max(0, ...equations.map(({ label }) => label.length)) + 2;
  return equations
    .flatMap(({ label, text }) => text.split('\n').map((line, k) => `${(k === 0 ? label : '').padEnd(width)}${line.trim()}\n`))
    .join('');
}
