import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MirrorServer {
  /** Address of a path on the server. */
  url(path: string): string;
  /** The requests so far: path and Range header. */
  readonly requests: readonly { readonly path: string; readonly range: string | undefined; readonly ifRange: string | undefined }[];
  close(): Promise<void>;
}

/** A web server on this machine that answers each path as it is told. */
export async function mirrorServer(
  routes: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>,
): Promise<MirrorServer> {
  const requests: { path: string; range: string | undefined; ifRange: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
    const route = routes[path];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a file, or with the part of it that Range asks for. */
export const serve =
  (body: Uint8Array, { etag = '"v1"' }: { etag?: string | undefined } = {}) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const condition = request.headers['if-range'];
    if (from >= body.length && from > 0) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    } else if (from > 0 && (condition === undefined || condition === etag)) {
      const headers = { 'content-length': body.length - from, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`, etag };
      response.writeHead(206, headers).end(body.subarray(from));
    } else {
      response.writeHead(200, { 'content-length': body.length, etag }).end(body);
    }
  };

/** Answers with the whole file's length, sends `bytes` from where Range says (or from 0), then breaks the connection. */
export const serveCut =
  (body: Uint8Array, bytes: number, { etag = '"v1"', ranges = true }: { etag?: string; ranges?: boolean } = {}) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const from = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const headers = { 'content-length': body.length - from, etag };
    if (from > 0) response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` });
    else response.writeHead(200, headers);
    const end = Math.min(from + bytes, body.length);
    response.write(body.subarray(from, end), () => (end === body.length ? response.end() : setTimeout(() => response.destroy(), 250)));
  };
