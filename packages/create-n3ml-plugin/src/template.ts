import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of a package: text by path, relative to the package. */
export type PackageFiles = ReadonlyMap<string, string>;

const root = fileURLToPath(new URL('../template', import.meta.url));

/**
 * The files of template folders, later ones over earlier ones, with placeholders replaced in paths and texts. A name that begins with `_` stands for a
 * file that would mean something here or to npm: `_package.json` is written as `package.json`, `_gitignore` and `_changeset` with a dot.
 *
 * @param replacements what stands in the templates, and what is to stand there; the longest match counts, and what was put in is not looked at again
 */
export function readTemplate(folders: readonly string[], replacements: Readonly<Record<string, string>>): PackageFiles {
  const placeholders = Object.keys(replacements).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(placeholders.map((placeholder) => placeholder.replace(/[^\w\s]/g, '\\$&')).join('|'), 'g');
  const fill = (text: string): string => text.replace(pattern, (placeholder) => replacements[placeholder] ?? placeholder);
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const source = join(entry.parentPath, entry.name);
        const path = source.slice(join(root, folder).length + 1).replaceAll('\\', '/');
        return [fill(writtenAs(path)), fill(readFileSync(source, 'utf8'))] as const;
      }),
  );
  return new Map(files);
}

const writtenAs = (path: string): string => path.replace(/^_(gitignore|changeset)/, '.$1').replace(/^_/, '');
