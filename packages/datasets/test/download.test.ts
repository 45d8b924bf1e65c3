import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checksumOfFile, download } from '@n3ml/datasets/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MirrorServer, mirrorServer, serve, serveCut } from './mirror-server.ts';

const body = Uint8Array.from({ length: 300_000 }, (_, k) => (k * 31 + (k >> 8)) & 255);
const wrong = Uint8Array.from(body, (byte, k) => (k === 1000 ? byte ^ 1 : byte));
const sumOf = (algorithm: 'sha256' | 'md5', bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');
const checksum = { algorithm: 'sha256', sum: sumOf('sha256', body), of: 'file' } as const;

let folder: string;
let path: string;
let server: MirrorServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'n3ml-download-'));
  path = join(folder, 'deep', 'file');
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const content = async (): Promise<Buffer> => readFile(path);
const names = async (): Promise<string[]> => (await readdir(join(folder, 'deep'))).sort();

/** The message of the error, with the changing parts replaced. */
async function failure(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => new Error('no error'),
    (reason: Error) => reason,
  );
  return error.message.replaceAll(folder, '<folder>').replaceAll(/127\.0\.0\.1:\d+/g, '<host>');
}

describe('download', () => {
  it('fetches a file, reports how far it is and leaves nothing else behind', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    const seen: { done: number; total: number }[] = [];
    await download({ urls: [server.url('/a')], path, checksum, onProgress: (progress) => seen.push(progress) });
    expect((await content()).equals(body)).toBe(true);
    expect(await names()).toEqual(['file']);
    expect(seen.at(-1)).toEqual({ done: body.length, total: body.length });
    expect(seen.every(({ done }, k) => k === 0 || done > seen[k - 1]!.done)).toBe(true);
  });

  it('does not fetch a file that is there', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    await download({ urls: [server.url('/a')], path });
    await download({ urls: [server.url('/a')], path });
    expect(server.requests.length).toBe(1);
  });

  it('goes on where a broken connection stopped', async () => {
    server = await mirrorServer({ '/a': serveCut(body, 120_000) });
    await download({ urls: [server.url('/a')], path, checksum });
    expect((await content()).equals(body)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=120000-', 'bytes=240000-']);
    expect(server.requests.map(({ ifRange }) => ifRange)).toEqual([undefined, '"v1"', '"v1"']);
  });

  it('goes on after an earlier call was stopped', async () => {
    let cut = true;
    server = await mirrorServer({ '/a': (request, response) => (cut ? serveCut(body, 100_000) : serve(body))(request, response) });
    const stop = new AbortController();
    const stopped = download({
      urls: [server.url('/a')],
      path,
      signal: stop.signal,
      onProgress: ({ done }) => done === 100_000 && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await names()).toEqual(['file.part', 'file.part.json']);
    cut = false;
    await download({ urls: [server.url('/a')], path });
    expect(server.requests.at(-1)?.range).toBe('bytes=100000-');
    expect((await content()).equals(body)).toBe(true);
    expect(await names()).toEqual(['file']);
  });

  it('starts again where the server ignores Range', async () => {
    let calls = 0;
    const all = serveCut(body, body.length, { ranges: false });
    server = await mirrorServer({ '/a': (request, response) => (calls++ === 0 ? serveCut(body, 50_000) : all)(request, response) });
    await download({ urls: [server.url('/a')], path });
    expect(server.requests[1]?.range).toBe('bytes=50000-');
    expect((await content()).equals(body)).toBe(true);
  });

  it('starts again where the file has changed on the server', async () => {
    let calls = 0;
    const changed = serve(wrong, { etag: '"v2"' });
    server = await mirrorServer({ '/a': (request, response) => (calls++ === 0 ? serveCut(body, 50_000) : changed)(request, response) });
    await download({ urls: [server.url('/a')], path });
    expect((await content()).equals(wrong)).toBe(true);
  });

  it('starts again where the server sends another range than was asked for', async () => {
    let calls = 0;
    server = await mirrorServer({
      '/a': (request, response) => {
        calls++;
        if (calls === 1) serveCut(body, 50_000)(request, response);
        else if (calls === 2)
          response.writeHead(206, { 'content-range': `bytes 7-${body.length - 1}/${body.length}` }).end(body.subarray(7));
        else serve(body)(request, response);
      },
    });
    await download({ urls: [server.url('/a')], path });
    expect(server.requests.length).toBe(3);
    expect((await content()).equals(body)).toBe(true);
  });

  it('does not mix the parts of two mirrors', async () => {
    server = await mirrorServer({
      '/a': (_, response) =>
        response.writeHead(200, { 'content-length': 99 }).write(wrong.subarray(0, 50), () => setTimeout(() => response.destroy(), 20)),
      '/b': serve(body),
    });
    await download({ urls: [server.url('/a'), server.url('/b')], path });
    expect(server.requests.find(({ path: asked }) => asked === '/b')?.range).toBeUndefined();
    expect((await content()).equals(body)).toBe(true);
  });

  it('starts again where a part and its continuation do not fit together', async () => {
    let calls = 0;
    server = await mirrorServer({
      '/a': (request, response) => (calls++ === 0 ? serveCut(wrong, 50_000) : serve(body))(request, response),
    });
    await download({ urls: [server.url('/a')], path, checksum });
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=50000-', undefined]);
    expect((await content()).equals(body)).toBe(true);
  });

  it('takes a part that is complete already', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    await download({ urls: [server.url('/a')], path });
    await rm(path);
    await writeFile(`${path}.part`, body);
    await writeFile(`${path}.part.json`, JSON.stringify({ url: server.url('/a'), validator: '"v1"' }));
    await download({ urls: [server.url('/a')], path, checksum });
    expect(server.requests.at(-1)?.range).toBe(`bytes=${body.length}-`);
    expect((await content()).equals(body)).toBe(true);
  });

  it('accepts a body without a length, and one that the server compressed on the way', async () => {
    server = await mirrorServer({
      '/chunked': (_, response) => response.writeHead(200).end(body),
      '/coded': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
    });
    const totals: number[] = [];
    await download({ urls: [server.url('/chunked')], path, checksum, onProgress: ({ total }) => totals.push(total) });
    expect(totals[0]).toBeNaN();
    await rm(path);
    await download({ urls: [server.url('/coded')], path, checksum });
    expect((await content()).equals(body)).toBe(true);
  });

  it('passes from mirror to mirror until one is good', async () => {
    server = await mirrorServer({
      '/500': (_, response) => response.writeHead(500).end('no'),
      '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
      '/stall': (_, response) => response.writeHead(200, { 'content-length': 9 }).write('x'),
      '/silent': () => {},
      '/wrong': serve(wrong),
      '/moved': (_, response) => response.writeHead(301, { location: '/here' }).end(),
      '/here': serve(body),
    });
    const bad = ['/404', '/500', '/loop', '/stall', '/silent', '/wrong'];
    await download({ urls: [...bad, '/moved'].map(server.url), path, checksum, timeoutMs: 1000 });
    expect((await content()).equals(body)).toBe(true);
    expect(await names()).toEqual(['file']);
  });

  it('tells what happened at each mirror when none is good', async () => {
    server = await mirrorServer({
      '/500': (_, response) => response.writeHead(500).end('no'),
      '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
      '/stall': (_, response) => response.writeHead(200, { 'content-length': 9 }).write('x'),
      '/empty': (_, response) => {
        response.writeHead(200, { 'content-length': 9 }).flushHeaders();
        setTimeout(() => response.destroy(), 20);
      },
      '/wrong': serve(Uint8Array.of(1, 2, 3)),
    });
    const urls = ['/404', '/500', '/loop', '/stall', '/empty', '/wrong'].map(server.url);
    expect(await failure(download({ urls, path, checksum, timeoutMs: 1000, remedy: 'Ask a friend.' }))).toMatchInlineSnapshot(`
      "Can't download '<folder>/deep/file': no mirror gave it.
        http://<host>/404: answered 404 Not Found
        http://<host>/500: answered 500 Internal Server Error
        http://<host>/loop: redirected more than 5 times, last to /loop
        http://<host>/stall: sent nothing for 1000 ms
        http://<host>/empty: was cut off after 0 of 9 bytes
        http://<host>/wrong: sent a file with the SHA-256 sum 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81 in place of 7746f603692a686cd64102485f55a005fd9521e026974d885676c0a486c0b2ae
      Ask a friend. [N3ML_DOWNLOAD_FAILED]"
    `);
    expect(await names()).toEqual([]);
    expect(await failure(download({ urls: [], path }))).toMatchInlineSnapshot(
      `"Can't download '<folder>/deep/file': no mirror is known. Check the connection and try again. [N3ML_DOWNLOAD_FAILED]"`,
    );
  });

  it('asks again where nothing came before the connection broke, but not for ever', async () => {
    let calls = 0;
    const cutBefore = (attempts: number) => (request: IncomingMessage, response: ServerResponse) => {
      calls++;
      if (calls > attempts) return serve(body)(request, response);
      response.writeHead(200, { 'content-length': body.length }).flushHeaders();
      setTimeout(() => response.destroy(), 20);
    };
    server = await mirrorServer({
      '/twice': cutBefore(2),
      '/always': cutBefore(Infinity),
      '/silent': (request) => void request.socket.destroy(),
    });
    await download({ urls: [server.url('/twice')], path, checksum });
    expect((await content()).equals(body)).toBe(true);
    expect(calls).toBe(3);
    for (const way of ['/always', '/silent']) {
      await expect(download({ urls: [server.url(way)], path: join(folder, 'other') })).rejects.toMatchObject({
        code: 'N3ML_DOWNLOAD_FAILED',
      });
      expect(server.requests.filter((request) => request.path === way).length).toBe(3);
    }
  });

  it('is stopped by its signal while it waits to ask again', async () => {
    const stop = new AbortController();
    server = await mirrorServer({
      '/a': (request) => {
        request.socket.destroy();
        setTimeout(() => stop.abort(new Error('enough')), 20);
      },
    });
    await expect(download({ urls: [server.url('/a')], path, signal: stop.signal })).rejects.toThrow('enough');
    expect(server.requests.length).toBe(1);
  });

  it('checks the sum in the algorithm that the publisher chose', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    await download({ urls: [server.url('/a')], path, checksum: { algorithm: 'md5', sum: sumOf('md5', body), of: 'file' } });
    expect((await content()).equals(body)).toBe(true);
    await rm(path);
    const error = failure(download({ urls: [server.url('/a')], path, checksum: { algorithm: 'md5', sum: 'beef', of: 'file' } }));
    expect(await error).toContain(`sent a file with the MD5 sum ${sumOf('md5', body)} in place of beef`);
  });

  it('gives a mirror up that breaks off again and again', async () => {
    server = await mirrorServer({ '/a': serveCut(body, 10) });
    await expect(download({ urls: [server.url('/a')], path })).rejects.toMatchObject({ code: 'N3ML_DOWNLOAD_FAILED' });
    expect(server.requests.length).toBe(5);
  });

  it('is fetched once where several ask at the same time', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    await Promise.all(Array.from({ length: 4 }, () => download({ urls: [server.url('/a')], path, checksum })));
    expect(server.requests.length).toBe(1);
    expect(await names()).toEqual(['file']);
  });

  it('waits for another process only while that is running, and until the signal says stop', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    const lock = `${join(folder, 'file')}.lock`;
    await writeFile(lock, String(process.pid));
    const signal = AbortSignal.timeout(150);
    await expect(download({ urls: [server.url('/a')], path: join(folder, 'file'), signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(server.requests).toEqual([]);

    const gone = spawnSync(process.execPath, ['--version']).pid;
    await writeFile(lock, String(gone));
    await download({ urls: [server.url('/a')], path: join(folder, 'file') });
    expect((await readdir(folder)).sort()).toEqual(['file']);
  });

  it('asks nobody when the signal has said stop before', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(download({ urls: [server.url('/a')], path, signal })).rejects.toThrow('enough');
    expect(server.requests).toEqual([]);
  });

  it('says so when the folder can not be made', async () => {
    server = await mirrorServer({ '/a': serve(body) });
    await writeFile(join(folder, 'deep'), 'a file where the folder should be');
    expect(await failure(download({ urls: [server.url('/a')], path }))).toMatch(
      /^Can't write '<folder>\/deep\/file': .* \[N3ML_WRITE_FAILED\]$/,
    );
    expect(server.requests).toEqual([]);
  });

  it('says so when the folder can not be written', async ({ skip }) => {
    skip(process.getuid?.() === 0 || process.platform === 'win32', 'root may write everywhere, and Windows has no such permission');
    server = await mirrorServer({ '/a': serve(body) });
    await chmod(folder, 0o500);
    const error = failure(download({ urls: [server.url('/a')], path: join(folder, 'file') }));
    expect(await error).toMatch(/N3ML_WRITE_FAILED/);
    await chmod(folder, 0o700);
  });
});

describe('checksumOfFile', () => {
  it('has the same sum of the content for any packing', async () => {
    server = await mirrorServer({});
    const packings = [body, gzipSync(body, { level: 1 }), gzipSync(body, { level: 9 })];
    for (const algorithm of ['sha256', 'md5'] as const) {
      for (const packing of packings) {
        await writeFile(join(folder, 'packed'), packing);
        expect(await checksumOfFile(join(folder, 'packed'), algorithm, 'content')).toBe(sumOf(algorithm, body));
        expect(await checksumOfFile(join(folder, 'packed'), algorithm, 'file')).toBe(sumOf(algorithm, packing));
      }
    }
  });
});
