import { packageOf } from '../workspace.ts';

/** The TypeScript examples of a page that need no file of the reader's own, in their order. */
export const examplesOf = (page: string): readonly string[] =>
  [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code).filter((code) => !/from '\.{1,2}\//.test(code));

/** An example with sets of a hundred samples in place of larger ones: it does the same, sooner. */
export const shortened = (example: string): string => example.replaceAll(/\b(train|test): \d[\d_]{2,}/g, '$1: 100');

/** The packages that the first `npm install` of a page names. */
export function installedBy(page: string): readonly string[] {
  const [, words = ''] = /^ *npm install (.+)$/m.exec(page) ?? [];
  return words.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
}

/** The packages that an example imports. */
export const importedBy = (example: string): readonly string[] => [
  ...new Set(
    [...example.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^'.][^']*)';$/gm)]
      .map(([, specifier = '']) => specifier)
      .filter((specifier) => !specifier.startsWith('node:'))
      .map(packageOf),
  ),
];
