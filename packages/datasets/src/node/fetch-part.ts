import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { N3mlError } from '@n3ml/core';
import { fetchRedirected } from './fetch-redirected.ts';
import { partAnswer } from './part-answer.ts';
import type { PartFile, PartOrigin } from './part-file.ts';
import { watchdog } from './watchdog.ts';
import { writing } from './writing.ts';

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
  /** Whether the same server is worth another attempt: the connection broke, or what was there already was in the way. */
  readonly again: boolean;
  /** Whether it brought any byte. */
  readonly fruitful: boolean;
  /** Whether it went on from an earlier part. */
  readonly resumed: boolean;
}

/**
 * Makes one attempt to fetch a URL into a part file, going on where an earlier one stopped if the server allows it.
 *
 * @throws N3mlError N3ML_WRITE_FAILED; `signal.reason`. What a server does wrong is a result.
 */
export async function fetchPart(url: string, part: PartFile, options: FetchPartOptions): Promise<FetchPartResult> {
  const { timeoutMs, signal, onProgress } = options;
  const watch = watchdog(timeoutMs);
  let start = 0;
  let received = 0;
  let total: number | undefined;
  const cutOff = (): string => `was cut off after ${start + received}${Number.isNaN(total) ? '' : ` of ${total}`} bytes`;
  try {
    const known = await part.resumable(url);
    const offset = known.validator !== undefined || options.resumeUnrecognised ? known.bytes : 0;
    const init = {
      headers: requestHeaders(offset, known.validator),
      signal: signal ? AbortSignal.any([signal, watch.signal]) : watch.signal,
    };
    const response = await fetchRedirected(url, init);
    watch.heard();

    const answer = partAnswer(response, offset);
    if (answer.kind !== 'body') {
      await response.body?.cancel();
      if (answer.kind === 'complete') return { again: false, fruitful: false, resumed: true };
      if (answer.kind === 'misfit') await part.remove();
      return { failure: answer.why, again: answer.kind === 'misfit', fruitful: false, resumed: false };
    }
    ({ start, total } = answer);
    const file = await openPart(part, start > 0, answer.resumable ? originOf(url, response.headers) : undefined);
    try {
      for await (const chunk of response.body ?? []) {
        watch.heard();
        await writing(part.path, () => writeAll(file, chunk, start + received));
        received += chunk.length;
        onProgress?.({ done: start + received, total });
      }
    } finally {
      await file.close();
    }
    const complete = start + received === total || Number.isNaN(total);
    const result = { again: !complete, fruitful: received > 0, resumed: start > 0 };
    return complete ? result : { ...result, failure: cutOff() };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof N3mlError) throw error;
    if (watch.signal.aborted) return { failure: `sent nothing for ${timeoutMs} ms`, again: false, fruitful: received > 0, resumed: false };
    if (total === undefined) return { failure: networkReason(error), again: broke(error), fruitful: false, resumed: false };
    return { failure: cutOff(), again: true, fruitful: received > 0, resumed: start > 0 };
  } finally {
    watch.stop();
  }
}

function requestHeaders(offset: number, validator: string | undefined): Record<string, string> {
  // identity: in another coding, lengths and ranges would count other bytes than those that arrive
  const headers = { 'accept-encoding': 'identity' };
  if (offset === 0) return headers;
  const range = { ...headers, range: `bytes=${offset}-` };
  return validator === undefined ? range : { ...range, 'if-range': validator };
}

/** What to recognise the file by: a weak ETag is no use, for it may stand for other bytes. */
function originOf(url: string, headers: Headers): PartOrigin {
  const tag = headers.get('etag');
  const validator = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
  return validator === null ? { url } : { url, validator };
}

function openPart(part: PartFile, resumed: boolean, origin: PartOrigin | undefined): Promise<FileHandle> {
  return writing(part.path, async () => {
    if (!resumed) await part.remove();
    if (origin) await part.remember(origin);
    return open(part.path, resumed ? 'r+' : 'w');
  });
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

/** Whether there was a connection and it broke before the answer came, rather than that there was none. */
function broke(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET';
}

/** `fetch` says no more than 'fetch failed'; the reason is its cause. */
function networkReason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
