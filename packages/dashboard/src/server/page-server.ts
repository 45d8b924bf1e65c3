import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, listenError, urlHost } from '@n3ml/core/node';
import { WebSocketServer } from 'ws';
import { Browser, type BrowserHost } from './browser.ts';
import { pageFile } from './page-files.ts';

/** Time from one update to the next, in ms: figures can be read, and pictures drawn, no faster. What moves on the page moves at its own rate. */
const TICK = 100;
const PING_EVERY = 10_000;
const MOST_BROWSERS = 16;
/** How long browsers have to take the last news, in ms. */
const GRACE = 1000;
/** Of what a browser sends, in bytes. */
const MESSAGE_LIMIT = 1024;

export interface PageServerOptions {
  readonly host: string;
  readonly port: number;
  readonly token?: string | undefined;
  readonly hosts?: readonly string[];
  /** Called before each update while a browser looks on. */
  readonly onTick?: () => void;
}

const securityHeaders = (host: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws://${host} wss://${host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
});

/** Serves the page, and what there is to see to every browser that has it open. */
export class PageServer {
  readonly #options: PageServerOptions;
  readonly #host: BrowserHost;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MESSAGE_LIMIT });
  readonly #browsers = new Set<Browser>();
  #access: Access | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #pinging: NodeJS.Timeout | undefined;

  constructor(host: BrowserHost, options: PageServerOptions) {
    this.#host = host;
    this.#options = options;
    this.#http = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#http.maxConnections = 8 * MOST_BROWSERS;
    this.#http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const refusal = this.#refusal(request);
      if (refusal || this.#browsers.size >= MOST_BROWSERS || request.url?.split('?')[0] !== '/events') {
        const status = refusal ? `${refusal.status} Refused` : '503 Too many browsers';
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (connection) =>
        this.#join(new Browser(connection, socket, this.#host), connection),
      );
    });
  }

  /**
   * @returns the URL of the page, with the token where there is one
   * @throws N3mlError N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN, N3ML_BAD_HOST
   */
  async listen(): Promise<string> {
    const { host, port, token, hosts = [] } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, 'the dashboard', host, port)));
      this.#http.listen({ host, port }, resolve);
    });
    // From here on an error of the server is one of some connection: it is no reason to end a run.
    this.#http.removeAllListeners('error').on('error', () => undefined);
    const bound = (this.#http.address() as AddressInfo).port;
    this.#access = new Access({ host, port: bound, token, hosts });
    const name = host === '0.0.0.0' || host === '::' ? 'localhost' : urlHost(host);
    return `http://${name}:${bound}/${token === undefined ? '' : `?token=${token}`}`;
  }

  /** Whether somebody looks on, and is fast enough to be shown more. */
  get isWatched(): boolean {
    for (const browser of this.#browsers) if (browser.isReady) return true;
    return false;
  }

  /** Whether somebody looks at spikes, too. */
  get spikesAreWatched(): boolean {
    for (const browser of this.#browsers) if (browser.wantsSpikes) return true;
    return false;
  }

  async close(): Promise<void> {
    this.#rest();
    this.#http.close();
    await Promise.all([...this.#browsers].map((browser) => browser.close(GRACE)));
    this.#sockets.close();
    this.#http.closeAllConnections();
  }

  #refusal(request: IncomingMessage) {
    return this.#access ? this.#access.refusal(request) : { status: 403, reason: 'Not yet.' };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/', headers } = request;
    const refusal = this.#refusal(request);
    if (refusal) return send(response, refusal.status, `${refusal.reason}\n`);
    if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'This server is read only.\n', { Allow: 'GET, HEAD' });
    const file = await pageFile(url.split('?')[0]!);
    if (!file) return send(response, 404, 'There is no such file.\n');
    const cookie = this.#access?.cookieFor(url);
    send(response, 200, file.body, {
      ...securityHeaders(headers.host ?? ''),
      'Content-Type': file.contentType,
      ...(cookie && { 'Set-Cookie': cookie }),
    });
  }

  #join(browser: Browser, connection: { on(event: 'close', listener: () => void): void }): void {
    this.#browsers.add(browser);
    this.#ticking ??= setInterval(() => this.#tick(), TICK);
    this.#pinging ??= setInterval(() => {
      for (const one of this.#browsers) one.ping();
    }, PING_EVERY);
    connection.on('close', () => {
      this.#browsers.delete(browser);
      if (this.#browsers.size === 0) this.#rest();
    });
  }

  #tick(): void {
    this.#options.onTick?.();
    const now = performance.now();
    for (const browser of this.#browsers) browser.update(now);
  }

  /** Without a browser nothing runs on a timer. */
  #rest(): void {
    clearInterval(this.#ticking);
    clearInterval(this.#pinging);
    this.#ticking = this.#pinging = undefined;
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
    .end(response.req.method === 'HEAD' ? undefined : body);
}
