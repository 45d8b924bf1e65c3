import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Access, serverToken } from '../src/node/index.ts';

const local = new Access({ host: '127.0.0.1', port: 8765 });
const open = new Access({ host: '0.0.0.0', port: 8765, token: 'correct-horse-battery', hosts: ['lab.example'] });
const ask = (access: Access, headers: Record<string, string>, url = '/') => access.refusal({ headers, url })?.reason;

describe('who may come in on this machine', () => {
  it.each(['localhost:8765', '127.0.0.1:8765', '[::1]:8765', 'localhost', 'LOCALHOST:9000'])('asks for %s', (host) => {
    expect(ask(local, { host })).toBeUndefined();
    expect(ask(local, { host, origin: `http://${host.toLowerCase()}` })).toBeUndefined();
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:8765',
    '192.168.0.7:8765',
    '',
    'a b',
    'localhost@evil.example',
  ])('does not ask for the host %j', (host) =>
    expect(ask(local, { host })).toBe(`This server is not '${host}'. Use its address, or name that host to it.`),
  );

  it.each(['http://evil.example', 'null', 'http://localhost:3000', 'http://localhost.evil.example:8765', ''])(
    'does not come from the page %j',
    (origin) => expect(ask(local, { host: 'localhost:8765', origin })).toBe(`Pages of '${origin}' may not come in.`),
  );
});

describe('who may come in from elsewhere', () => {
  const refused = 'Open the URL that was printed when the run started: it ends with ?token=...';

  it('has the token, in the URL or in the cookie', () => {
    const headers = { host: 'lab.example' };
    expect(ask(open, headers)).toBe(refused);
    expect(ask(open, headers, '/?token=correct-horse-batter')).toBe(refused);
    expect(ask(open, headers, '/?token=correct-horse-battery')).toBeUndefined();
    expect(ask(open, { ...headers, cookie: 'a=b; n3ml-8765=correct-horse-battery' }, '/events')).toBeUndefined();
    expect(ask(open, { ...headers, cookie: 'n3ml-8766=correct-horse-battery' }, '/events')).toBe(refused);
    expect(open.cookieFor('/?token=abc')).toBe('n3ml-8765=abc; HttpOnly; SameSite=Strict; Path=/');
    expect(open.cookieFor('/')).toBeUndefined();
  });

  it('asks for a name of this machine, and with the token too', () => {
    const url = '/?token=correct-horse-battery';
    expect(ask(open, { host: `${hostname()}:8765` }, url)).toBeUndefined();
    expect(ask(open, { host: 'evil.example' }, url)).toContain("not 'evil.example'");
    expect(ask(open, { host: 'lab.example', origin: 'http://evil.example' }, url)).toContain('may not come in');
    expect(ask(open, { host: 'lab.example', origin: 'https://lab.example' }, url)).toBeUndefined();
  });
});

it('lets pages in from elsewhere where they are named', () => {
  const server = new Access({ host: '127.0.0.1', port: 8766, origins: ['http://localhost:5173'] });
  expect(ask(server, { host: '127.0.0.1:8766', origin: 'http://localhost:5173' })).toBeUndefined();
  expect(ask(server, { host: '127.0.0.1:8766', origin: 'http://localhost:5174' })).toContain('may not come in');
});

it('a server that others can reach has a token, which is made up where none is given', () => {
  expect(serverToken(undefined, '127.0.0.1', 'the stream')).toBeUndefined();
  expect(serverToken('correct-horse-battery', '127.0.0.1', 'the stream')).toBe('correct-horse-battery');
  expect(serverToken(undefined, '0.0.0.0', 'the stream')).toMatch(/^[\w-]{32}$/);
  expect(() => serverToken('short', '127.0.0.1', 'the stream')).toThrow(
    "The token of the stream has 5 characters. Give 16 to 128 letters, digits, '-' or '_', or none. [N3ML_BAD_TOKEN]",
  );
});
