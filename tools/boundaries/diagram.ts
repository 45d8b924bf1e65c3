import { exampleLayer, type Layer, layers } from './layers.ts';

const begin = '<!-- diagram: written by `npm run boundaries -- --write ARCHITECTURE.md` -->';
const end = '<!-- end of diagram -->';

/** The packages and their real imports as a mermaid diagram, highest layer on top. */
export function drawDiagram(arrows: ReadonlyMap<string, ReadonlySet<string>>, table: Readonly<Record<string, Layer>> = layers): string {
  const levelOf = (name: string): number => (table[name] ?? exampleLayer).level;
  const names = [...arrows.keys()].sort();
  const levels = [...new Set(names.map(levelOf))].sort((a, b) => b - a);
  const boxes = levels.flatMap((level) => [
    `  subgraph layer${level} [${level}]`,
    ...names.filter((name) => levelOf(name) === level).map((name) => `    ${name}`),
    '  end',
  ]);
  const lines = names.flatMap((name) => [...(arrows.get(name) ?? [])].sort().map((target) => `  ${name} --> ${target}`));
  return ['```mermaid', 'flowchart TD', ...boxes, ...lines, '```'].join('\n');
}

/** The page with the diagram between its markers replaced; undefined where it has no markers. */
export function insertDiagram(page: string, diagram: string): string | undefined {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return undefined;
  return `${page.slice(0, from)}${begin}\n\n${diagram}\n\n${page.slice(to)}`;
}
