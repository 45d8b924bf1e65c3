import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { withLinksWithin } from './markdown-links.ts';

/** A page of the site, before it is one. */
export interface Page {
  /** From the root: `docs/getting-started.md`. Links between pages are relative to it. */
  readonly path: string;
  readonly markdown: string;
  /** Paths of the pages below it in the navigation. */
  readonly children?: readonly string[];
}

/** The first heading of a page is its title. */
export function titleOfPage({ path, markdown }: Page): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1];
  if (title === undefined) throw new Error(`${path} has no title: give it a line that begins with '# '.`);
  return title;
}

/** Writes pages into a folder as typedoc reads them: the title as a field of the head, and links only to where the site leads. */
export function stagePages(folder: string, pages: readonly Page[]): void {
  const paths = new Set(pages.map(({ path }) => path));
  for (const page of pages) {
    const { path, markdown, children = [] } = page;
    const below = children.map((child) => `  - ${JSON.stringify(join(folder, child))}\n`).join('');
    const head = `title: ${JSON.stringify(titleOfPage(page))}\n${below && `children:\n${below}`}`;
    // typedoc puts a title of its own over a README.
    const shown = path.endsWith('README.md') ? markdown.replace(/^# .+\n/m, '') : markdown;
    const body = withLinksWithin(shown, path, paths, workspaceRoot);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `---\n${head}---\n${body}`);
  }
}
