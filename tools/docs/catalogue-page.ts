import type { ExplainedOption, Explanation } from 'n3ml/explain';
import { equationsText } from './equations.ts';

/** Text for a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

/** What an option may be: its choices, its bounds, or nothing. */
function rangeOf({ choices, min, max }: ExplainedOption): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? '' : `at most ${max}`;
}

const optionRow = (option: ExplainedOption): string =>
  [
    `\`${option.name}\``,
    cell(option.describe),
    option.type,
    option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``,
    option.unit ?? '',
    cell(rangeOf(option)),
  ].join(' | ');

const optionTable = (options: readonly ExplainedOption[]): string =>
  [
    `| option | what it is | type | default | unit | range |`,
    `| --- | --- | --- | --- | --- | --- |`,
    ...options.map((option) => `| ${optionRow(option)} |`),
  ].join('\n');

/** A picture in the page itself. Its rules of style are for its own document, so it stays one. */
const figure = ({ title, note, svg }: Explanation['plots'][number]): string =>
  `<img alt="${title}, ${note}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`;

/** The page of one thing in the registry: what its plugin says of it, and what is found out by making it. */
export function cataloguePage({ kind, name, plugin, about, options, equations, reads, writes, plots }: Explanation): string {
  const sections = [
    `# ${name}`,
    about?.summary ?? '',
    `Provided by [${plugin}](../../packages/${plugin.replace('@n3ml/', '')}/README.md).`,
    `\`\`\`ts\nregistry.create('${kind}', '${name}');\n\`\`\``,
    ...(equations.length > 0 ? ['## Equations', `\`\`\`text\n${equationsText(equations)}\`\`\``] : []),
    ...(reads.length > 0 ? [`They read ${reads.map((symbol) => `\`${symbol}\``).join(', ')}.`] : []),
    ...(writes.length > 0 ? [`They change ${writes.map((symbol) => `\`${symbol}\``).join(', ')}.`] : []),
    ...(plots.length > 0 ? ['## Measured', ...plots.map(figure)] : []),
    ...(options.length > 0 ? ['## Options', optionTable(options)] : []),
    ...(about?.differs ? ['## Where it differs', about.differs] : []),
    ...(about?.source ? ['## Source', about.source] : []),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
