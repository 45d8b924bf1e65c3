import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { N3mlError } from '@n3ml/core';
import { fetchRedirected } from './fetch-redirected.ts';
import type { PartFile } from './part-file.ts';

export interface FetchPartOptions {
  /** Time without a byte after which the server is given up, in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Goes on from an earlier part even where the server gave nothing to recognise it by: only where a checksum follows. */
  readonly resumeUnrecognised: boolean;
}

/** How one attempt ended. */
export interface FetchPartResult {
  /** Why it isn't complete; absent where it is. */
  readonly failure?: string;
  /** Whether the same server is worth another attempt: it brought some bytes, or what was there already was in the way. */
  readonly again: boolean;
  /** Whether it went on from an earlier part. */
  readonly resumed: boolean;
}

/** Fetches one URL into a part file, going on where an earlier attempt stopped if the server allows it. Throws only where the disk fails or the signal says so. */
export async function fetchPart(url: string, part: PartFile, options: FetchPartOptions): Promise<FetchPartResult> {
  const { timeoutMs, signal, onProgress, resumeUnrecognised } = options;
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), timeoutMs);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), timeoutMs);
  };
  let received = 0;
  let resumed = false;
  try {
    const known = await part.resumable(url);
    const offset = known.validator !== undefined || resumeUnrecognised ? known.bytes : 0;
    // identity: with another coding lengths and ranges would count other bytes than those that arrive here
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (offset > 0) {
      headers.range = `bytes=${offset}-`;
      if (known.validator !== undefined) headers['if-range'] = known.validator;
    }
    const response = await fetchRedirected(url, { headers, signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal });
    alive();

    const range = contentRange(response.headers.get('content-range'));
    if (response.status === 416 && offset > 0) {
      await response.body?.cancel();
      if (range?.total === offset) return { again: false, resumed: true };
      await part.remove();
      return { failure: `has no byte ${offset} to go on from`, again: true, resumed: true };
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return { failure: `answered ${response.status} ${response.statusText}`.trimEnd(), again: false, resumed };
    }
    resumed = response.status === 206;
    if (resumed && range?.from !== offset) {
      await response.body.cancel();
      await part.remove();
      return { failure: `sent another range than bytes ${offset}-`, again: offset > 0, resumed };
    }

    const start = resumed ? offset : 0;
    const coded = !['identity', null].includes(response.headers.get('content-encoding'));
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = resumed ? (range?.total ?? Number.NaN) : coded ? Number.NaN : length;
    await onDisk(part.path, async () => {
      if (!resumed) await part.remove();
      // a coded body arrives decoded, so its length says nothing about where to go on
      if (!coded) await part.remember(origin(url, response.headers));
    });
    const file = await onDisk(part.path, () => open(part.path, resumed ? 'r+' : 'w'));
    try {
      for await (const chunk of response.body) {
        alive();
        await onDisk(part.path, () => writeAll(file, chunk, start + received));
        received += chunk.length;
        onProgress?.({ done: start + received, total });
      }
    } finally {
      await file.close();
    }
    if (start + received === total || Number.isNaN(total)) return { again: false, resumed };
    return { failure: `was cut off after ${start + received} of ${total} bytes`, again: received > 0, resumed };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof N3mlError) throw error;
    if (stall.signal.aborted) return { failure: `sent nothing for ${timeoutMs} ms`, again: false, resumed };
    return { failure: reason(error), again: received > 0, resumed };
  } finally {
    clearTimeout(timer);
  }
}

function contentRange(header: string | null): { readonly from: number; readonly total: number } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(header ?? '');
  return match ? { from: Number(match[1] ?? Number.NaN), total: match[2] === '*' ? Number.NaN : Number(match[2]) } : undefined;
}

function origin(url: string, headers: Headers): { url: string; validator?: string } {
  const tag = headers.get('etag');
  const validator = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
  return validator === null ? { url } : { url, validator };
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

/** Tells a full or read-only disk from a server that fails: no other mirror helps against it. */
async function onDisk<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new N3mlError('N3ML_WRITE_FAILED', `Can't write '${path}': ${(cause as Error).message}.`, { details: { path }, cause });
  }
}

/** `fetch` hides the reason of a network failure in the cause. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
