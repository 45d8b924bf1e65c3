import type { ExplainedOption, Explanation } from '../explain/index.ts';
import { wrap } from './wrap.ts';

const width = 78;

/** An explanation for the terminal. */
export function explanationText({ kind, name, plugin, about, options, equations, reads, writes, plots, kernels }: Explanation): string {
  const texts = kernels.flatMap(({ text }) => text ?? []);
  const paragraphs = [
    `${kind} ${name}, of ${plugin}`,
    about ? [wrap(about.summary, width)] : [],
    about?.source === undefined ? [] : wrap(about.source, width, 'Source:  '),
    about?.differs === undefined ? [] : wrap(about.differs, width, 'Differs: '),
    options.length === 0 ? [] : ['Options', ...rows(options.map((option) => [option.name, optionText(option)]))].join('\n'),
    equations.length === 0
      ? []
      : [
          'Equations',
          ...rows(
            equations.map(({ label, text }) => [label, text]),
            false,
          ),
        ].join('\n'),
    [
      reads.length === 0 ? [] : wrap(reads.join(', '), width, 'Reads   '),
      writes.length === 0 ? [] : wrap(writes.join(', '), width, 'Writes  '),
      kernels.length === 0
        ? []
        : wrap(
            `${kernels.map((kernel) => kernel.name).join(', ')}${texts.length > 0 ? '' : ' (--kernels prints them)'}`,
            width,
            'Kernels ',
          ),
    ]
      .flat()
      .join('\n'),
    plots.map(({ title, note, text }) => `${title}\n${wrap(note, width)}\n\n${text}`),
    texts,
  ].flat();
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}

/** Rows of a word and what it says, which goes on under itself. */
function rows(entries: readonly (readonly [word: string, text: string])[], wrapped = true): readonly string[] {
  const longest = Math.max(...entries.map(([word]) => word.length));
  return entries.map(([word, text]) => {
    const head = `  ${word.padEnd(longest)}  `;
    return wrapped ? wrap(text, width, head) : `${head}${text.replaceAll('\n', `\n${' '.repeat(head.length)}`)}`;
  });
}

function optionText({ describe, unit, choices, min, max, default: preset }: ExplainedOption): string {
  const bounds =
    min === undefined ? (max === undefined ? [] : `at most ${max}`) : max === undefined ? `at least ${min}` : `${min} to ${max}`;
  const notes = [unit ?? [], choices?.join(' | ') ?? [], bounds, preset === undefined || preset === '' ? [] : `default: ${preset}`].flat();
  return notes.length === 0 ? describe : `${describe} (${notes.join('; ')})`;
}
