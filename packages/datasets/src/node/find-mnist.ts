import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MnistFiles } from './mnist-files.ts';
import { acceptedNames } from './mnist-files.ts';

/** The paths of the four files. */
export type MnistPaths = { readonly [K in keyof MnistFiles]: string };

/** What a search found: the files, or the names of those that lack in the folder where most were. */
export type MnistSearch = { readonly paths: MnistPaths } | { readonly missing: readonly string[] };

/** Looks for MNIST in a folder and in its subfolder `mnist`; all four files have to be in one of them. */
export async function findMnist(folder: string, files: MnistFiles): Promise<MnistSearch> {
  let missing = Object.values(files).map(({ name }) => name);
  for (const place of [folder, join(folder, 'mnist')]) {
    const present = new Set(await readdir(place).catch(() => []));
    const found = Object.entries(files).map(
      ([part, file]) => [part, file.name, acceptedNames(file).find((name) => present.has(name))] as const,
    );
    const lacking = found.filter(([, , name]) => name === undefined).map(([, name]) => name);
    if (lacking.length === 0) return { paths: Object.fromEntries(found.map(([part, , name]) => [part, join(place, name!)])) as MnistPaths };
    if (lacking.length < missing.length) missing = lacking;
  }
  return { missing };
}
