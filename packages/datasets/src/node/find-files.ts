import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a search found: the paths of the files, or the official names of those that lack in the folder where most were. */
export type FileSearch<Paths> = { readonly paths: Paths } | { readonly missing: readonly string[] };

/**
 * Looks for files that belong together; all of them have to be in one folder.
 *
 * @param folders in which to look, the first that has all files is taken; one that isn't there has none
 * @param names under which each file may lie there, the official one first
 */
export async function findFiles<Part extends string>(
  folders: readonly string[],
  names: Readonly<Record<Part, readonly [official: string, ...others: string[]]>>,
): Promise<FileSearch<Readonly<Record<Part, string>>>> {
  const parts = Object.keys(names) as Part[];
  let missing: readonly string[] = parts.map((part) => names[part][0]);
  for (const folder of folders) {
    const present = new Set(await readdir(folder).catch(() => []));
    const found = parts.map((part) => [part, names[part].find((name) => present.has(name))] as const);
    const lacking = found.filter(([, name]) => name === undefined).map(([part]) => names[part][0]);
    if (lacking.length === 0) {
      return { paths: Object.fromEntries(found.map(([part, name]) => [part, join(folder, name!)])) as Record<Part, string> };
    }
    if (lacking.length < missing.length) missing = lacking;
  }
  return { missing };
}
