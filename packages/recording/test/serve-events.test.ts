import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createEventBus, type RunEvent } from '@n3ml/core';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { fromPort, fromRun as fromRunBy } from '../src/index.ts';
import { fromRun, type ServeEventsOptions, serveEvents } from '../src/node/index.ts';
import { emitAll, event, sampleEnd, smallRun } from './run-script.ts';

async function serve(options: ServeEventsOptions = {}) {
  const bus = createEventBus();
  const server = await serveEvents(bus, { port: 0, ...options });
  onTestFinished(() => server.close());
  return { bus, ...server };
}

/** Waits until somebody listens to a type of event. */
async function listener(bus: { channel(type: 'sample:end'): { readonly active: boolean } }): Promise<void> {
  while (!bus.channel('sample:end').active) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('fromRun', () => {
  test('gives the events of a run, typed, and completes with it', async () => {
    const { bus, url } = await serve();
    const run = fromRun(url);
    const all = lastValueFrom(run.all().pipe(toArray()));
    const done: number[] = [];
    run.on('sample:end').subscribe((one) => done.push(one.done));
    // @ts-expect-error: the end of a sample has no weights
    () => run.on('sample:end').subscribe(({ values }) => values);
    await listener(bus);
    await emitAll(bus, smallRun(30));
    await bus.close();
    expect(await all).toEqual(smallRun(30));
    expect(done).toEqual(Array.from({ length: 30 }, (_, k) => k + 1));
  });

  test('works with any WebSocket, and says so where there is none', async () => {
    const { bus, url } = await serve();
    const first = firstValueFrom(fromRunBy(url, { WebSocket }).on('sample:end'));
    await listener(bus);
    await emitAll(bus, [sampleEnd(1)]);
    expect(await first).toEqual(sampleEnd(1));
    expect(() => fromRunBy(url, { WebSocket: undefined as never })).toThrow(globalThis.WebSocket ? '' : 'N3ML_NO_WEBSOCKET');
  });

  test('connects for the first subscriber, leaves with the last, and can come again', async () => {
    const { bus, url } = await serve();
    const ends = fromRun(url).on('sample:end');
    for (const done of [1, 2]) {
      const first = firstValueFrom(ends);
      await listener(bus);
      await emitAll(bus, [sampleEnd(done)]);
      expect(await first).toEqual(sampleEnd(done));
      while (bus.channel('sample:end').active) await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });

  test('comes late and hears how the run began', async () => {
    const { bus, url } = await serve();
    const [start] = smallRun(1);
    await emitAll(bus, [start!]);
    expect(await firstValueFrom(fromRun(url).on('run:start'))).toEqual(start);
  });

  test('in another process gives the same events', async () => {
    const { bus, url } = await serve();
    const flags = ['--conditions=@n3ml/source', '--import', new URL('../../../tools/register-typescript.js', import.meta.url).href];
    const child = spawn(process.execPath, [...flags, fileURLToPath(new URL('streaming-process.ts', import.meta.url)), url]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await listener(bus);
    const script = smallRun(2);
    await emitAll(bus, script);
    await bus.close();
    await new Promise((resolve) => child.on('close', resolve));
    const shown = script.map((one) => (one.type === 'spikes' ? `spikes ${one.ids}` : one.type));
    expect(out.trimEnd().split('\n')).toEqual([...shown, 'complete']);
  });

  test('says where there is nobody, and where the run has gone', async () => {
    const closed = await serve();
    await closed.close();
    await expect(firstValueFrom(fromRun(`${closed.url}?token=secret`).all())).rejects.toThrow(
      `No stream of events at ${closed.url}. Is the run on, is the token in the URL, and is this page among its origins? [N3ML_STREAM_UNREACHABLE]`,
    );

    const http = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void http.close());
    await new Promise((resolve) => http.once('listening', resolve));
    new WebSocketServer({ server: http }).on('connection', (socket) => socket.once('message', () => socket.send(Uint8Array.of(9))));
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
    await expect(firstValueFrom(fromRun(url).all())).rejects.toThrow('version 9 of the format');

    const breaking = new WebSocketServer({ port: 0, host: '127.0.0.1' }).on('connection', (socket) => socket.terminate());
    onTestFinished(() => void breaking.close());
    await new Promise((resolve) => breaking.once('listening', resolve));
    const broken = `ws://127.0.0.1:${(breaking.address() as AddressInfo).port}/`;
    await expect(firstValueFrom(fromRun(broken).all())).rejects.toThrow(
      'broke off (1006). Is the process of the run alive? [N3ML_STREAM_LOST]',
    );
  });
});

describe('a server of events', () => {
  test('is not held up by a consumer that takes nothing, and bounds what waits for it', async () => {
    const { bus, url } = await serve({ limit: 100_000 });
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('open', resolve));
    let received = 0;
    socket.on('message', (data: Buffer) => {
      received += data.length;
    });
    socket.send('{"types":["spikes","sample:end"]}');
    await listener(bus);
    let lost = 0;
    bus.on('bus:dropped').subscribe(({ count }) => {
      lost += count;
    });
    const ids = Uint32Array.from({ length: 1000 }, (_, k) => k);
    await emitAll(
      bus,
      Array.from({ length: 3000 }, (_, step) => event('spikes', { step, population: 'a', ids })),
    );
    await bus.close();
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(100_000);
    expect(lost).toBeGreaterThan(2800);
  });

  test.each([
    ['a page from elsewhere', {}, { origin: 'http://evil.example' }, ''],
    ['a name that was pointed at this machine', {}, { headers: { host: 'evil.example' } }, ''],
    ['whoever has no token', { token: 'correct-horse-battery' }, {}, ''],
    ['whoever has another token', { token: 'correct-horse-battery' }, {}, '?token=correct-horse-batterx'],
  ])('refuses %s', async (_who, options, client, query) => {
    const { url } = await serve(options);
    const socket = new WebSocket(url.replace(/\?.*/, query), client);
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toMatch(/Unexpected server response: 40[13]/);
  });

  test('lets in who has the token, and pages that are named', async () => {
    const { bus, url } = await serve({ token: 'correct-horse-battery', origins: ['http://localhost:5173'] });
    expect(url).toMatch(/\?token=correct-horse-battery$/);
    const socket = new WebSocket(url, { origin: 'http://localhost:5173' });
    await new Promise((resolve) => socket.once('open', resolve));
    const first = firstValueFrom(fromRun(url).on('sample:end'));
    await listener(bus);
    await emitAll(bus, [sampleEnd(1)]);
    expect(await first).toEqual(sampleEnd(1));
  });

  test('shuts out who sends nonsense, and the run goes on', async () => {
    const { bus, url } = await serve();
    for (const message of ['nonsense', Buffer.from([1, 2]), 'x'.repeat(70_000)]) {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.once('open', resolve));
      socket.on('error', () => undefined);
      socket.send(message);
      expect(await new Promise((resolve) => socket.once('close', resolve))).toBeGreaterThan(1000);
    }
    const errors: unknown[] = [];
    bus.on('observer:error').subscribe((error) => errors.push(error));
    await emitAll(bus, smallRun(2));
    await bus.close();
    expect(errors).toEqual([]);
  });

  test('answers a browser that is no consumer', async () => {
    const { url } = await serve();
    const response = await fetch(url.replace('ws:', 'http:'));
    expect(response.status).toBe(426);
    expect(await response.text()).toContain('use fromRun');
  });

  test('refuses what can not be: a port in use, a closed bus, a bad token', async () => {
    const { url } = await serve();
    const port = Number(new URL(url).port);
    await expect(serve({ port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use. Give the stream another one, or 0 for any that is free. [N3ML_PORT_IN_USE]`,
    );
    await expect(serve({ token: 'short' })).rejects.toThrow('The token of the stream has 5 characters.');
    await expect(serve({ limit: 1 })).rejects.toThrow('N3ML_BAD_OPTION');
    const bus = createEventBus();
    await bus.close();
    await expect(serveEvents(bus, { port: 0 })).rejects.toThrow('N3ML_BUS_CLOSED');
  });
});

describe('a run in a worker thread', () => {
  const start = (samples: number) => {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(new URL('streaming-worker.ts', import.meta.url), {
      workerData: { port: port2, samples },
      transferList: [port2 as never],
    });
    onTestFinished(async () => void (await worker.terminate()));
    return { worker, run: fromPort(port1) };
  };

  test('gives all of its events, however little is on the way at a time, and ends', async () => {
    const { worker, run } = start(200);
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const accuracy: number[] = [];
    run.on('metric').subscribe(({ value }) => accuracy.push(value));
    expect(await lastValueFrom(run.all().pipe(toArray()))).toEqual(smallRun(200));
    expect(accuracy).toHaveLength(100);
    expect(await ended).toBe(0);
  });

  test('that is ended breaks the stream off', async () => {
    const { worker, run } = start(100_000);
    const seen: RunEvent[] = [];
    const broken = new Promise<Error>((resolve) => {
      run.on('sample:end').subscribe({
        next: (one) => {
          seen.push(one);
          if (seen.length === 10) void worker.terminate();
        },
        error: resolve,
      });
    });
    expect((await broken).message).toBe(
      'The stream of events broke off: the port was closed. Is the thread of the run alive? [N3ML_STREAM_LOST]',
    );
  });
});
