import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Why a module could not be loaded, and where that is known, the place. */
export interface LoadFault {
  readonly reason: string;
  readonly file?: string;
  readonly line?: number;
}

/** A place in a stack or in a message, `/folder/file.ts:3:28`. */
const PLACE = /((?:file:\/\/\/|\/|[A-Za-z]:[\\/])[^:?()\n]+)(?:\?[^:\s]*)?:(\d+)/g;

/**
 * What there is to say of an error that loading `file` has thrown: the place is the first one of its stack that lies in the file's folder, as the file and what it
 * imports from beside itself do.
 */
export function loadFault(file: string, error: unknown): LoadFault {
  if (!(error instanceof Error)) return { reason: `it threw ${String(error)}` };
  const reason = reasonOf(error.message);
  return { reason, ...(placeInStack(file, error) ?? (error instanceof SyntaxError ? placeOfSyntaxError(file) : undefined)) };
}

/** The first line that says something; loaders put the place and the lines around it into their messages too. */
function reasonOf(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const told = lines.find((line) => line.includes('ERROR: ')) ?? lines.find((line) => line !== '') ?? 'it threw an error without a message';
  return told.replace(/^.*ERROR: |^ParseError: /, '').replace(/\.$/, '');
}

function placeInStack(file: string, { message, stack = '' }: Error): Pick<LoadFault, 'file' | 'line'> | undefined {
  const folders = [dirname(file), dirname(realpathSync(file))].map((folder) => folder + sep);
  for (const [, where = '', line] of `${message}\n${stack}`.matchAll(PLACE)) {
    const path = where.startsWith('file:') ? fileURLToPath(where) : where;
    const folder = folders.find((one) => path.startsWith(one));
    if (folder !== undefined && !path.slice(folder.length).includes('node_modules')) return { file: path, line: Number(line) };
  }
  return undefined;
}

/** Node keeps the line of a syntax error from those who catch it, and prints it where it only checks a file. */
function placeOfSyntaxError(file: string): Pick<LoadFault, 'file' | 'line'> | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {} });
  const line = /:(\d+)\r?\n/.exec(stderr)?.[1];
  return line === undefined ? undefined : { file, line: Number(line) };
}
