import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import type { PackageFiles } from './template.ts';

/**
 * Writes the files of a package into a folder that isn't there yet or is empty. They are written beside it first, so that there is either the whole
 * package or nothing.
 *
 * @throws N3mlError N3ML_TARGET_EXISTS, N3ML_CANNOT_WRITE
 */
export function writePackage(target: string, files: PackageFiles): void {
  refuseOccupied(target);
  let draft: string | undefined;
  try {
    mkdirSync(dirname(target), { recursive: true });
    draft = join(dirname(target), `.${basename(target)}-${randomUUID()}`);
    mkdirSync(draft);
    for (const [path, text] of files) {
      const file = join(draft, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    if (existsSync(target)) rmdirSync(target);
    renameSync(draft, target);
  } catch (cause) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new N3mlError('N3ML_CANNOT_WRITE', `The package can't be written to ${target}: ${reason}.`, { details: { target }, cause });
  }
}

function refuseOccupied(target: string): void {
  if (!existsSync(target)) return;
  const isFolder = statSync(target).isDirectory();
  if (isFolder && readdirSync(target).length === 0) return;
  const what = isFolder ? 'is there and not empty' : 'is a file';
  throw new N3mlError('N3ML_TARGET_EXISTS', `${target} ${what}. Name another folder with --dir, or remove it.`, { details: { target } });
}
