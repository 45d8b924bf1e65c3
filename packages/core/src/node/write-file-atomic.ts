import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { N3mlError } from '../errors.ts';

const REASONS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space or choose another folder.'],
  EDQUOT: ['your quota is used up', 'Free some space or choose another folder.'],
  EACCES: ['permission is denied', 'Choose a folder that you may write to.'],
  EPERM: ['permission is denied', 'Choose a folder that you may write to.'],
  EROFS: ['the file system is read-only', 'Choose a folder that you may write to.'],
  ENOENT: ['the folder does not exist', 'Make the folder first.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Choose another path.'],
  EISDIR: ['it is a folder', 'Give the path of a file.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
};

function cannotWrite(path: string, cause: unknown): N3mlError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [reason, remedy] = REASONS[code] ?? [message, 'Choose another path.'];
  return new N3mlError('N3ML_CANNOT_WRITE', `Can't write '${path}': ${reason}. ${remedy}`, { details: { path, code }, cause });
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in the folder last through a power cut. Where folders can't be opened or synced (Windows), the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/**
 * Writes a file so that, whatever happens, either the old one or the whole new one is there: into a temporary file in the same folder, synced,
 * then renamed.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE naming path, reason and remedy; the old file is as it was and the temporary one is gone
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.n3ml-${randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
  await syncFolder(folder);
}
