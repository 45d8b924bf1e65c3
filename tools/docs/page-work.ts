import { type Block, titleOf } from './block.ts';

/** What is done with the blocks of a page, in order. */
export type Work =
  | { readonly kind: 'program'; readonly blocks: readonly Block[]; readonly data: boolean }
  | { readonly kind: 'file' | 'test'; readonly block: Block; readonly name: string }
  | { readonly kind: 'commands'; readonly block: Block; readonly data: boolean }
  | { readonly kind: 'install' | 'theirs'; readonly block: Block }
  | { readonly kind: 'output'; readonly block: Block; readonly of: Block }
  | { readonly kind: 'equations'; readonly block: Block; readonly of: string; readonly options: string };

const isContinued = ({ language, words }: Block): boolean => language === 'ts' && words[0] === 'continue';

function workOf(block: Block, before: Block | undefined, following: readonly Block[]): Work {
  const { language, words } = block;
  const [what, of = ''] = words;
  const data = what === 'data';
  if (what === 'theirs' && words.length === 1 && language !== 'ts' && language !== 'sh') return { kind: 'theirs', block };
  if (language === 'ts') {
    if (words.length === 0 || (data && words.length === 1)) {
      const next = following.findIndex((other) => other.language === 'ts' && !isContinued(other) && other.words[0] !== 'file');
      const rest = next < 0 ? following : following.slice(0, next);
      return { kind: 'program', blocks: [block, ...rest.filter(isContinued)], data };
    }
    if ((what === 'file' || what === 'test') && words.length === 2) return { kind: what, block, name: of };
  }
  if (language === 'sh') {
    if (words.length === 0 || (data && words.length === 1)) return { kind: 'commands', block, data };
    if (what === 'install' && words.length === 1) return { kind: 'install', block };
  }
  if (language === 'text') {
    if (what === 'equations' && (words.length === 2 || words.length === 3))
      return { kind: 'equations', block, of, options: words[2] ?? '{}' };
    if (words.length === 0 && before) return { kind: 'output', block, of: before };
  }
  throw new Error(`${titleOf(block)}: nobody knows what to do with this block. See tools/docs/block.ts.`);
}

/** What is to be done with the blocks of a page. A block that isn't of a known sort is an error, as is a `ts continue` that continues nothing. */
export function workOfPage(blocks: readonly Block[]): readonly Work[] {
  const runnable = (block: Block): boolean => ['ts', 'sh'].includes(block.language);
  const works = blocks.flatMap((block, k) =>
    isContinued(block) ? [] : [workOf(block, blocks.slice(0, k).findLast(runnable), blocks.slice(k + 1))],
  );
  const continued = works.flatMap((work) => (work.kind === 'program' ? work.blocks.slice(1) : []));
  const lost = blocks.find((block) => isContinued(block) && !continued.includes(block));
  if (lost) throw new Error(`${titleOf(lost)}: there is no program to continue.`);
  return works;
}
