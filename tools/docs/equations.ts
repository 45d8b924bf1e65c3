import type { Registry } from '@n3ml/core';
import { type ExplainedEquation, explain } from 'n3ml/explain';

/** Equations as they stand on a page: a label, and its lines beside it. */
export function equationsText(equations: readonly ExplainedEquation[]): string {
  const width = Math.max(0, ...equations.map(({ label }) => label.length)) + 2;
  return equations
    .flatMap(({ label, text }) => text.split('\n').map((line, k) => `${(k === 0 ? label : '').padEnd(width)}${line}\n`))
    .join('');
}

/** The equations of what a registry knows as `kind/name`, made with options that are written in JSON. */
export async function equationsOf(registry: Registry, path: string, options: string): Promise<string> {
  const [kind = '', ...name] = path.split('/');
  const { equations } = await explain(registry, kind, name.join('/'), {
    options: JSON.parse(options) as Record<string, unknown>,
    plots: false,
  });
  return equationsText(equations);
}
