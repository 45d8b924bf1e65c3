import { readFile } from 'node:fs/promises';
import { decodeCheckpoint } from '../checkpoint/decode-checkpoint.ts';
import { encodeCheckpoint } from '../checkpoint/encode-checkpoint.ts';
import type { Checkpoint } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/**
 * Writes a checkpoint as a safetensors file, atomically.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE, and what `encodeCheckpoint` throws; an earlier file at `path` stays as it was
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileAtomic(path, encodeCheckpoint(checkpoint));
}

/**
 * Reads a checkpoint.
 *
 * @throws N3mlError N3ML_CHECKPOINT_NOT_FOUND, N3ML_CANNOT_READ, and what `decodeCheckpoint` throws
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const { code, message } = cause;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new N3mlError(
        'N3ML_CHECKPOINT_NOT_FOUND',
        `There is no checkpoint '${path}'. Give the path of a file that a training run has written.`,
        { details: { path }, cause },
      );
    }
    const reason = code === 'EACCES' ? 'permission is denied' : code === 'EISDIR' ? 'it is a folder' : message;
    throw new N3mlError('N3ML_CANNOT_READ', `Can't read '${path}': ${reason}. Give the path of a file that you may read.`, {
      details: { path, code },
      cause,
    });
  });
  return decodeCheckpoint(bytes, `'${path}'`);
}
