import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import type { Explanation } from '../explain/index.ts';

/**
 * Writes the plots of an explanation: the first to the file, the others beside it, as `window-2.svg` and so on.
 *
 * @returns the paths
 * @throws N3mlError N3ML_NO_PLOT; N3ML_FILE_EXISTS unless `overwrite`; nothing is written then. N3ML_CANNOT_WRITE
 */
export async function writePlots(
  { kind, name, plots }: Explanation,
  file: string,
  { cwd, overwrite }: { readonly cwd: string; readonly overwrite: boolean },
): Promise<readonly string[]> {
  if (plots.length === 0) throw new N3mlError('N3ML_NO_PLOT', `There is nothing to plot of ${kind} '${name}'. Leave out --svg.`);
  const extension = extname(file);
  const stem = file.slice(0, file.length - extension.length);
  const paths = plots.map((_, k) => resolve(cwd, k === 0 ? file : `${stem}-${k + 1}${extension}`));
  const there = overwrite ? undefined : paths.find((path) => existsSync(path));
  if (there !== undefined) {
    throw new N3mlError('N3ML_FILE_EXISTS', `'${there}' is there already. Replace it by --overwrite, or name another file with --svg.`, {
      details: { path: there },
    });
  }
  for (const [k, { svg }] of plots.entries()) await writeFileAtomic(paths[k]!, Buffer.from(svg));
  return paths;
}
