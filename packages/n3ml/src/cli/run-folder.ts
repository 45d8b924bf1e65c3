import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { readRecord, recordName } from './run-record.ts';

/** The files of a run folder beside `run.json` and those of the observers. */
export const runFiles = {
  checkpoint: 'checkpoint.safetensors',
  report: 'report.html',
  diagnosis: 'doctor.json',
  diagnosisPage: 'doctor.html',
} as const;

/** Verbs whose files have their name in front: what training has left stays as it is. */
export const fileVerbs = ['assign', 'infer', 'replay'] as const;
export type FileVerb = (typeof fileVerbs)[number];

/** Ends of the names of logs. A part of a run that goes on has one of its own, with a number. */
export const logExtensions: readonly string[] = ['.jsonl', '.csv', '.n3ml', '.tfevents'];

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  ENOENT: 'the system allows no folder there',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file of that name',
};

/** `runs/<name>`, or the first of `runs/<name>-2`, `runs/<name>-3` ... that isn't there. */
export function freeRunFolder(cwd: string, name: string): string {
  const first = join(cwd, 'runs', name);
  for (let number = 1; ; number++) {
    const path = number === 1 ? first : `${first}-${number}`;
    if (!existsSync(path)) return path;
  }
}

/**
 * Makes the folder and writes a file there, before the long work starts.
 *
 * @returns what takes back the folders that were made, as far as they are empty
 * @throws N3mlError N3ML_CANNOT_WRITE
 */
export async function openFolder(path: string): Promise<() => Promise<void>> {
  const probe = join(path, `.n3ml-${process.pid}`);
  const made: string[] = [];
  const undo = async (): Promise<void> => {
    for (const folder of made) await rmdir(folder).catch(() => {});
  };
  try {
    // One by one: a recursive mkdir never ends where the system has no such place (below /proc, say).
    for (const folder of missingFolders(path)) {
      await mkdir(folder);
      made.unshift(folder);
    }
    await writeFile(probe, 'n3ml');
    await rm(probe);
    return undo;
  } catch (error) {
    await rm(probe, { force: true }).catch(() => {});
    await undo();
    throw cannotWrite(path, error);
  }
}

/** The folders of a path that don't exist, outermost first. */
const missingFolders = (path: string): string[] => (existsSync(path) ? [] : [...missingFolders(dirname(path)), path]);

function cannotWrite(path: string, cause: unknown): N3mlError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const reason = reasons[code] ?? message;
  return new N3mlError('N3ML_CANNOT_WRITE', `Can't write to '${path}': ${reason}. Choose another folder with --out.`, {
    details: { path, code },
    cause,
  });
}

/**
 * Refuses a folder that holds a run.
 *
 * @throws N3mlError N3ML_RUN_EXISTS
 */
export async function refuseRun(path: string): Promise<void> {
  const record = await readRecord(path);
  if (record === undefined) return;
  const state = record.finished ? 'a finished run' : 'an unfinished run';
  throw new N3mlError(
    'N3ML_RUN_EXISTS',
    `'${path}' holds ${state} of ${record.model}. Go on with it by --resume, replace it by --overwrite, or choose another folder with --out.`,
    {
      details: { path, model: record.model, finished: record.finished },
    },
  );
}

/**
 * Removes the files of an earlier run, and nothing else.
 *
 * @param observerFiles the files of observers; what verbs have written under these names, and their logs with a number, go too
 */
export async function clearRun(path: string, observerFiles: readonly string[]): Promise<void> {
  const watched = (await readdir(path)).filter((name) => observerFiles.includes(nameOfFirst(name)));
  await Promise.all([recordName, ...Object.values(runFiles), ...watched].map((name) => rm(join(path, name), { force: true })));
}

/** `events.jsonl` of `infer-events-2.jsonl`: the name without verb and number. */
function nameOfFirst(name: string): string {
  const verb = fileVerbs.find((verb) => name.startsWith(`${verb}-`));
  const own = verb === undefined ? name : name.slice(verb.length + 1);
  const extension = extname(own);
  return logExtensions.includes(extension) ? `${basename(own, extension).replace(/-\d+$/, '')}${extension}` : own;
}
