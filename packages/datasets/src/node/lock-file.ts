import { open, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { writing } from './writing.ts';

/** A lock of this age, in ms, is taken to be left over, whoever holds it. */
const oldestLock = 600_000;

/** How often a lock that is held is looked at again, in ms. */
const pollEvery = 100;

/**
 * Does something while nobody else on this machine does it, in this process or another: the holder's process id stands in a file. The lock of
 * a process that has died is taken over.
 *
 * @throws N3mlError N3ML_WRITE_FAILED; `signal.reason` where the signal ends the waiting
 */
export async function whileLocked<T>(path: string, signal: AbortSignal | undefined, action: () => Promise<T>): Promise<T> {
  while (!(await writing(path, () => acquire(path)))) {
    signal?.throwIfAborted();
    if (await isLeftOver(path)) await rm(path, { force: true });
    else await wait(pollEvery);
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

/** @returns false where somebody else was first */
async function acquire(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid)).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isLeftOver(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const holder = Number(await readFile(path, 'utf8'));
    // an empty file is one whose holder is about to write its number
    return Date.now() - mtimeMs > oldestLock || (holder > 0 && !isRunning(holder));
  } catch {
    return false;
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
