import { access, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { N3mlError } from '@n3ml/core';
import { type Checksum, checksumOfFile } from './checksum-of-file.ts';
import { fetchPart } from './fetch-part.ts';
import { whileLocked } from './lock-file.ts';
import type { PartFile } from './part-file.ts';
import { partFile } from './part-file.ts';
import { writing } from './writing.ts';

/** Attempts at one mirror in all, and those among them that may bring no byte. */
const attemptsPerMirror = 5;
const fruitlessPerMirror = 3;

/** The time that a server which has brought nothing gets before it is asked again, in ms. */
const pause = 200;

export interface DownloadOptions {
  /** Mirrors of the same file, tried in this order. */
  readonly urls: readonly string[];
  /** Where the file goes. Folders are made; while it isn't complete it is called `<path>.part`. */
  readonly path: string;
  /** The checksum that the file is to have. @default not checked */
  readonly checksum?: Checksum | undefined;
  /** Told after each piece, in bytes. `total` is NaN where the server doesn't say. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Stops the download; what is there is kept to go on from. */
  readonly signal?: AbortSignal | undefined;
  /** Time without a byte after which the next mirror is tried, in ms. @default 30000 */
  readonly timeoutMs?: number | undefined;
  /** The way out for the user, the end of the error message. @default 'Check the connection and try again.' */
  readonly remedy?: string | undefined;
}

/**
 * Fetches a file. A connection that breaks is taken up again where it stopped; a mirror that stalls, answers with an error or sends a file
 * with another checksum is left for the next. The file gets its name only when it is complete and checked, so one that already has it is not
 * fetched again. Where several ask for the same path at once, in one process or more, one fetches it and the others wait.
 *
 * @throws N3mlError N3ML_DOWNLOAD_FAILED with what happened at each mirror; N3ML_WRITE_FAILED where the disk is full or read-only;
 * `signal.reason` where the signal stopped it
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { path, signal } = options;
  signal?.throwIfAborted();
  if (await exists(path)) return;
  await writing(path, () => mkdir(dirname(path), { recursive: true }));
  await whileLocked(`${path}.lock`, signal, async () => {
    // who held the lock before may have fetched it
    if (!(await exists(path))) await tryMirrors(options);
  });
}

async function tryMirrors(options: DownloadOptions): Promise<void> {
  const { urls, path, remedy = 'Check the connection and try again.' } = options;
  const part = partFile(path);
  const failures: { url: string; why: string }[] = [];
  for (const url of urls) {
    const why = await tryMirror(url, part, options);
    if (why === undefined) return;
    failures.push({ url, why });
  }
  const list = failures.map(({ url, why }) => `\n  ${url}: ${why}`).join('');
  const tried = failures.length > 0 ? `no mirror gave it.${list}\n` : 'no mirror is known. ';
  throw new N3mlError('N3ML_DOWNLOAD_FAILED', `Can't download '${path}': ${tried}${remedy}`, { details: { path, failures } });
}

/** @returns why the mirror is of no use, or undefined where the file is in its place */
async function tryMirror(url: string, part: PartFile, options: DownloadOptions): Promise<string | undefined> {
  const { path, checksum, onProgress, signal, timeoutMs = 30_000 } = options;
  let why: string | undefined;
  let fruitless = 0;
  for (let attempt = 0; attempt < attemptsPerMirror; attempt++) {
    const result = await fetchPart(url, part, { timeoutMs, signal, onProgress, resumeUnrecognised: checksum !== undefined });
    why = result.failure ?? (checksum && (await checksumFault(part.path, checksum)));
    if (why === undefined) {
      await writing(path, () => rename(part.path, path));
      await part.remove();
      return undefined;
    }
    if (result.failure === undefined) await part.remove();
    // a file that was put together from two answers may be wrong where each of them was right
    if (result.failure === undefined ? !result.resumed : !result.again) return why;
    if (result.fruitful) continue;
    fruitless++;
    if (fruitless === fruitlessPerMirror) return why;
    await wait(pause, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
  return why;
}

const algorithmNames = { sha256: 'SHA-256', md5: 'MD5' } as const;

async function checksumFault(path: string, { algorithm, sum, of }: Checksum): Promise<string | undefined> {
  try {
    const actual = await checksumOfFile(path, algorithm, of);
    return actual === sum ? undefined : `sent a file with the ${algorithmNames[algorithm]} sum ${actual} in place of ${sum}`;
  } catch (error) {
    return `sent a damaged file (${(error as Error).message})`;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
