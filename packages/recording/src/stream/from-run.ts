import { N3mlError } from '@n3ml/core';
import { type EventStream, SharedEventStream } from './event-stream.ts';

/** As much of a WebSocket as is needed. */
export interface Socket {
  binaryType: string;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(type: 'error', listener: (event: unknown) => void): void;
}

/** Options of {@link fromRun}. */
export interface FromRunOptions {
  /** @default the global one, which browsers have, and Node from 22 on */
  readonly WebSocket?: new (
    url: string,
  ) => Socket;
}

/** Of a WebSocket that was closed because there is no more to come. */
const ALL_SENT = 1000;

/**
 * The events of a run that is served by `serveEvents`, in this process or another, in Node or a browser, as the same typed Observables that a bus gives. One connection serves
 * all that subscribe; it is made for the first of them and closed with the last. The Observables complete when the run's bus closes.
 *
 * Whoever is too slow misses events, those with arrays first, and finds how many in `bus:dropped`; the run is never held up.
 *
 * @param url as `serveEvents` gave it, with its token
 * @throws N3mlError N3ML_NO_WEBSOCKET; in the Observables N3ML_STREAM_UNREACHABLE, N3ML_STREAM_LOST, N3ML_EVENTS_VERSION, N3ML_EVENTS_DAMAGED
 * @example
 * const run = fromRun('ws://127.0.0.1:8766/');
 * run.on('sample:end').subscribe(({ done, predicted }) => ...);
 */
export function fromRun(
  url: string,
  { WebSocket = (globalThis as { readonly WebSocket?: new (url: string) => Socket }).WebSocket }: FromRunOptions = {},
): EventStream {
  if (!WebSocket) {
    throw new N3mlError(
      'N3ML_NO_WEBSOCKET',
      "There is no WebSocket here. Import fromRun from '@n3ml/recording/node', or give one as the option WebSocket.",
    );
  }
  const shown = url.replace(/\?.*/, '');
  return new SharedEventStream(({ opened, block, ended, failed }) => {
    const socket = new WebSocket(url);
    let wasOpen = false;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      wasOpen = true;
      opened();
    });
    socket.addEventListener('message', ({ data }) => block(new Uint8Array(data as ArrayBuffer)));
    // A 'close' with the code follows every error.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ code, reason }) => {
      if (wasOpen && code === ALL_SENT) ended();
      else failed(wasOpen ? lost(shown, code, reason) : unreachable(shown));
    });
    return { send: (text) => socket.send(text), close: () => socket.close() };
  });
}

const unreachable = (url: string): N3mlError =>
  new N3mlError(
    'N3ML_STREAM_UNREACHABLE',
    `No stream of events at ${url}. Is the run on, is the token in the URL, and is this page among its origins?`,
    { details: { url } },
  );

const lost = (url: string, code: number, reason: string): N3mlError =>
  new N3mlError(
    'N3ML_STREAM_LOST',
    `The stream of events from ${url} broke off (${code}${reason && `: ${reason}`}). Is the process of the run alive?`,
    {
      details: { url, code, reason },
    },
  );
