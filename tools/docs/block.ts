/**
 * A fenced block of a page. The first word of its info string is its language, the others say what is done with it; no block is passed over:
 *
 * - `ts`: a program, compiled and run. `ts continue` goes on where the program before stopped.
 * - `ts file rule.ts`: a file that programs of the page import. `ts test rule.test.ts`: a test, run by vitest.
 * - `sh`: commands, each `npx n3ml ...`, run in order. `sh install`: what `npm install` is given has to be a package of ours, or one that ours depend on.
 * - `ts data` and `sh data`: need real data, and are run where N3ML_DATA is set.
 * - `text`: what the block before it has printed; `...` stands for anything within a line, and on a line of its own for any lines.
 * - `text equations neuron/lif {"tau":20}`: the equations of what a plugin makes, with options or without.
 * - any language and `theirs`: code of another framework.
 */
export interface Block {
  /** Path of the page, from the root. */
  readonly page: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
}

/** Where a block stands and what it is, for the name of a test. */
export const titleOf = ({ page, line, language, words }: Block): string => `${page}:${line} ${[language, ...words].join(' ')}`;

/** The fenced blocks of a page, in order. A fence that isn't closed is an error. */
export function blocksOf(page: string, markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { line: number; info: string; lines: string[] } | undefined;
  for (const [at, row] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(row);
    if (!fence) open?.lines.push(row);
    else if (!open) open = { line: at + 1, info: fence[1] ?? '', lines: [] };
    else {
      const [language = '', ...words] = open.info.trim().split(/\s+/);
      blocks.push({ page, line: open.line, language, words, text: open.lines.map((line) => `${line}\n`).join('') });
      open = undefined;
    }
  }
  if (open) throw new Error(`${page}:${open.line}: this block is never closed.`);
  return blocks;
}
