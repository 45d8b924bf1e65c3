import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

/** Who may come in. */
export interface AccessOptions {
  /** The address that the server is bound to. */
  readonly host: string;
  readonly token?: string | undefined;
  /** More names under which browsers may know this machine. */
  readonly hosts?: readonly string[];
  /** Pages from elsewhere that may come in, such as 'http://localhost:5173'. @default none */
  readonly origins?: readonly string[];
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly reason: string;
}

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine reaches an address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** An address as it stands in a URL. */
export const urlHost = (address: string): string => (address.includes(':') ? `[${address}]` : address.toLowerCase());

function namesOf({ host, hosts = [] }: AccessOptions): Set<string> {
  const own = isLoopback(host)
    ? []
    : [hostname(), ...Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address))];
  return new Set([...loopback, ...[host, ...own, ...hosts].map(urlHost)]);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets in whoever asks for this machine by a name of its own, from a page of its own, with the token where there is one. A page from elsewhere can send a browser
 * here, by its address or by a name that it has pointed at this machine; the headers Origin and Host give it away.
 */
export class Access {
  /** Of the cookie that keeps the token; the server has set it once the token was in the URL. */
  readonly cookie: string;
  readonly #names: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;
  readonly #token: string | undefined;

  constructor(options: AccessOptions & { readonly port: number }) {
    this.#names = namesOf(options);
    this.#origins = new Set(options.origins);
    this.#token = options.token;
    // Cookies don't know ports: two servers of one machine would take each other's.
    this.cookie = `n3ml-${options.port}`;
  }

  /** Why a request may not come in; undefined where it may. */
  refusal({ headers, url = '/' }: Pick<IncomingMessage, 'headers' | 'url'>): Refusal | undefined {
    const { host = '', origin } = headers;
    const asked = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
    if (!asked || !this.#names.has(asked.hostname))
      return { status: 403, reason: `This server is not '${host}'. Use its address, or name that host to it.` };
    if (origin !== undefined && !this.#origins.has(origin) && !(URL.canParse(origin) && new URL(origin).host === asked.host))
      return { status: 403, reason: `Pages of '${origin}' may not come in.` };
    if (!this.#isKnown(headers.cookie, url))
      return { status: 401, reason: 'Open the URL that was printed when the run started: it ends with ?token=...' };
    return undefined;
  }

  /** The value of a Set-Cookie header where the token is in the URL. */
  cookieFor(url: string): string | undefined {
    const token = tokenIn(url);
    return token === undefined || this.#token === undefined ? undefined : `${this.cookie}=${token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #isKnown(cookies: string | undefined, url: string): boolean {
    if (this.#token === undefined) return true;
    const kept = cookies?.split('; ').find((cookie) => cookie.startsWith(`${this.cookie}=`));
    const shown = tokenIn(url) ?? kept?.slice(this.cookie.length + 1) ?? '';
    return timingSafeEqual(digest(shown), digest(this.#token));
  }
}

const tokenIn = (url: string): string | undefined => new URL(url, 'http://localhost').searchParams.get('token') ?? undefined;
