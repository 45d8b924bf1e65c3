import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkOptions, type EventBus, type OptionSpecs, type RunEvent } from '@n3ml/core';
import { Access, listenError, serverToken, urlHost } from '@n3ml/core/node';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventOutlet } from '../stream/event-outlet.ts';

/** Options of {@link serveEvents}. */
export interface ServeEventsOptions {
  /** 0: any that is free. @default 8766 */
  readonly port?: number;
  /** Address to bind to. @default '127.0.0.1': this machine only */
  readonly host?: string;
  /** What consumers have to know: 16 to 128 letters, digits, '-' or '_'. @default none on this machine, a random one on any other address */
  readonly token?: string;
  /** Bytes on the way to a consumer at most, and one event more; what doesn't fit it misses. @default 8388608 */
  readonly limit?: number;
  /** More names under which browsers may know this machine. @default none */
  readonly hosts?: readonly string[];
  /** Pages that may come in, such as 'http://localhost:5173'; programs that are no browsers always may. @default none */
  readonly origins?: readonly string[];
}

/** A server of events that is open. */
export interface EventServer {
  /** For `fromRun`, with the token where there is one. */
  readonly url: string;
  /** Says goodbye to all consumers; the bus does that too when it closes. Never rejects. */
  close(): Promise<void>;
}

/** Specs of {@link ServeEventsOptions}, for command lines. */
export const streamSpecs = {
  port: { type: 'integer', describe: 'port; 0: any that is free', default: 8766, min: 0, max: 65_535 },
  host: { type: 'string', describe: 'address to bind to', default: '127.0.0.1' },
  token: { type: 'string', describe: 'what consumers have to know' },
  limit: { type: 'integer', describe: 'bytes on the way to a consumer at most', default: 2 ** 23, min: 1024 },
} as const satisfies OptionSpecs;

const MOST_CONSUMERS = 16;
/** Of what a consumer sends, in bytes. */
const MESSAGE_LIMIT = 2 ** 16;
/** How long consumers have to take the last events, in ms. */
const GRACE = 1000;

/**
 * Serves the events of a bus over WebSockets, to `fromRun` in other processes and in browsers, in the same blocks of columns that a recording is made of. A run is
 * never held up: a consumer that is too slow misses events, those with arrays first, and that is counted and reported as `bus:dropped`. A consumer that comes in the
 * middle of a run gets its `run:start` first.
 *
 * @throws N3mlError N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN, N3ML_BAD_HOST, N3ML_BAD_TOKEN, N3ML_BAD_OPTION, N3ML_BUS_CLOSED; nothing is left open then
 * @example
 * const server = await serveEvents(bus, { port: 0 });
 * console.log(server.url);
 */
export async function serveEvents(bus: EventBus, { hosts = [], origins = [], ...given }: ServeEventsOptions = {}): Promise<EventServer> {
  const options = checkOptions(streamSpecs, { ...given }, "'serveEvents'") as unknown as Required<ServeEventsOptions>;
  const { host, port, limit } = options;
  const token = serverToken(given.token, host, 'the stream');
  const http = createServer((_request, response) => {
    response.writeHead(426, { 'Content-Type': 'text/plain', Upgrade: 'websocket', Connection: 'close' });
    response.end('Events are streamed here, over a WebSocket: use fromRun of @n3ml/recording.\n');
  });
  const bound = await listen(http, host, port);
  const access = new Access({ host, port: bound, token, hosts, origins });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MESSAGE_LIMIT });
  const consumers = new Map<WebSocket, EventOutlet>();
  let runStart: RunEvent | undefined;
  let closing: Promise<void> | undefined;
  let names = 0;

  const close = async (): Promise<void> => {
    http.close();
    await Promise.all([...consumers.values()].map((outlet) => outlet.end()));
    http.closeAllConnections();
  };
  const closeOnce = (): Promise<void> => {
    closing ??= close();
    return closing;
  };

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = access.refusal(request);
    if (refusal || closing || consumers.size >= MOST_CONSUMERS) {
      const status = refusal ? `${refusal.status} Refused` : '503 Too many consumers';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (consumer) => {
      const name = `stream ${++names}`;
      const outlet = new EventOutlet(bus, lineTo(consumer), { name, limit, whenFull: 'drop', runStart: () => runStart });
      consumers.set(consumer, outlet);
      consumer.on('message', (data, isBinary) => {
        try {
          outlet.receive(isBinary ? undefined : data);
        } catch (error) {
          consumer.close(1008, String((error as { readonly code?: unknown }).code));
        }
      });
      consumer.on('error', () => consumer.terminate());
      consumer.on('close', () => {
        consumers.delete(consumer);
        outlet.stop();
      });
    });
  });

  try {
    bus.attach({
      name: 'serve-events',
      on: {
        'run:start': (event) => {
          runStart = event;
        },
        'run:end': () => {
          runStart = undefined;
        },
      },
      close: closeOnce,
    });
  } catch (error) {
    await closeOnce();
    throw error;
  }
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : urlHost(host);
  return { url: `ws://${name}:${bound}/${token === undefined ? '' : `?token=${token}`}`, close: closeOnce };
}

/** @returns the port that it is bound to */
async function listen(http: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, 'the stream', host, port)));
    http.listen({ host, port }, resolve);
  });
  // From here on an error of the server is one of some connection: it is no reason to end a run.
  http.removeAllListeners('error').on('error', () => undefined);
  return (http.address() as AddressInfo).port;
}

const lineTo = (consumer: WebSocket) => ({
  send: (block: Uint8Array) => consumer.send(block),
  get buffered() {
    return consumer.bufferedAmount;
  },
  end: () => sayGoodbye(consumer),
});

/** Closes a connection once the last events are out, or after a while. */
function sayGoodbye(consumer: WebSocket): Promise<void> {
  if (consumer.readyState === consumer.CLOSED) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => consumer.terminate(), GRACE);
    consumer.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    consumer.close(1000, 'That was all.');
  });
}
