import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Links of Markdown: text, address, anchor. Not pictures, and none across lines. */
const link = /(?<!!)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s#]*)(#[^)\s]*)?\)/g;

const isElsewhere = (address: string): boolean => /^[a-z]+:/i.test(address) || address.startsWith('//');

/** Changes what is not within a fenced block. */
function outsideFences(markdown: string, change: (prose: string) => string): string {
  return markdown
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith('```') ? part : change(part)))
    .join('');
}

/**
 * Keeps the links of a page that lead to pages of the site, and to the world outside; of those into the repository, to sources say, only the text is left.
 * A folder stands for the README in it. A link that leads nowhere is an error.
 *
 * @param path of the page, and `pages` the paths of all, from `root`
 */
export function withLinksWithin(markdown: string, path: string, pages: ReadonlySet<string>, root: string): string {
  return outsideFences(markdown, (prose) =>
    prose.replaceAll(link, (whole, text: string, address: string, anchor = '') => {
      if (address === '' || isElsewhere(address)) return whole;
      const target = posix.join(posix.dirname(path), address);
      const page = [target, posix.join(target, 'README.md')].find((candidate) => pages.has(candidate));
      if (page !== undefined) return `[${text}](${posix.relative(posix.dirname(path), page)}${anchor})`;
      if (!existsSync(join(root, target))) throw new Error(`${path}: the link to '${address}' leads nowhere.`);
      return text;
    }),
  );
}
