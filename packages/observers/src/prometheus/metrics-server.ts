import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, listenError } from '@n3ml/core/node';

/** Where a server of metrics is, and who may ask. */
export interface MetricsAddress {
  readonly port: number;
  readonly host: string;
  readonly token: string | undefined;
}

/**
 * Answers `GET /metrics` with a text. It doesn't keep the process alive.
 *
 * @throws N3mlError N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN, N3ML_BAD_HOST
 */
export async function openMetricsServer({ port, host, token }: MetricsAddress, text: () => string): Promise<Server> {
  let access: Access | undefined;
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).end(body);
    };
    const refusal = access?.refusal(request);
    if (refusal) answer(refusal.status, `${refusal.reason}\n`);
    else if (request.method !== 'GET') answer(405, 'Metrics can be read, nothing else.\n');
    else if (request.url?.split('?')[0] !== '/metrics') answer(404, 'The metrics are at /metrics.\n');
    else answer(200, text(), 'text/plain; version=0.0.4; charset=utf-8');
  });
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, "the observer 'prometheus'", host, port)));
    server.listen({ host, port }, resolve);
  });
  // From here on an error of the server is one of some connection: it is no reason to end a run.
  server.removeAllListeners('error').on('error', () => undefined);
  access = new Access({ host, port: (server.address() as AddressInfo).port, token });
  return server.unref();
}
