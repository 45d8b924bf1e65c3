import { N3mlError } from '@n3ml/core';

/**
 * Does something on the disk, and tells a failure there (full, read-only) from one of a server: against it no other mirror helps.
 *
 * @throws N3mlError N3ML_WRITE_FAILED
 */
export async function writing<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new N3mlError('N3ML_WRITE_FAILED', `Can't write '${path}': ${(cause as Error).message}.`, { details: { path }, cause });
  }
}
