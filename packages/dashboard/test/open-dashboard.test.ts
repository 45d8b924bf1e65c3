import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventBus, type EventBus } from '@n3ml/core';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Dashboard, type DashboardOptions, openDashboard } from '../src/open-dashboard.ts';
import { pretendRun } from './pretend-run.ts';
import { Spectator } from './spectator.ts';

const open: { page: Dashboard; bus: EventBus }[] = [];
afterEach(async () => {
  for (const { page, bus } of open.splice(0)) {
    await page.close();
    await bus.close();
  }
});

async function dashboardOf(options: DashboardOptions = {}): Promise<{ page: Dashboard; bus: EventBus }> {
  const bus = createEventBus();
  const page = await openDashboard(bus, { port: 0, ...options });
  open.push({ page, bus });
  return { page, bus };
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the page', () => {
  it('comes with all modules that it imports, and loads nothing from elsewhere', async () => {
    const { page } = await dashboardOf();
    const response = await fetch(page.url);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    const style = await (await fetch(new URL('/page.css', page.url))).text();
    expect(style).not.toMatch(/url\(|@import/);

    const todo = [new URL(/src="(.*?)"/.exec(html)![1]!, page.url).href];
    const modules = new Set<string>();
    for (const url of todo) {
      if (modules.has(url)) continue;
      modules.add(url);
      const module = await fetch(url);
      expect([url, module.status, module.headers.get('content-type')]).toEqual([url, 200, 'text/javascript; charset=utf-8']);
      const code = await module.text();
      expect(code).not.toContain('import type');
      for (const [, specifier] of code.matchAll(/from "(.*?)"/g)) {
        expect(specifier).toMatch(/^\./);
        todo.push(new URL(specifier!, url).href);
      }
    }
    expect(modules.size).toBeGreaterThan(15);
  });

  it.each(['/page/none.ts', '/server/access.ts', '/page/../server/access.ts', '/..%2fpackage.json', '/events'])(
    'has no file %s',
    async (path) => {
      const { page } = await dashboardOf();
      expect((await fetch(new URL(path, page.url))).status).toBe(404);
    },
  );

  it('is read only', async () => {
    const { page } = await dashboardOf();
    expect((await fetch(page.url, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(page.url, { method: 'HEAD' })).text()).toBe('');
  });
});

describe('who looks on', () => {
  it('sees what was there before and what comes', async () => {
    const { page, bus } = await dashboardOf();
    bus.channel('log').emit({ level: 'info', message: 'before' });
    const spectator = await Spectator.join(page.url);
    spectator.send({ type: 'watch', weights: true, spikes: true });
    await spectator.until(() => spectator.last('log') !== undefined);
    // Until its message has arrived spikes aren't listened to.
    await pretendRun(bus, { samples: 60, afterSample: breath });
    await page.close();
    expect(await spectator.closed).toBe(1000);
    expect(spectator.last('run')).toMatchObject({ model: 'pretended', samples: 60 });
    expect(spectator.last('status')).toMatchObject({ phase: 'finished', done: 60, total: 60, controls: { pause: true, stop: false } });
    expect(spectator.of('log').flatMap(({ entries }) => entries.map(({ text }) => text))).toEqual([
      'before',
      'train pretended: 60 samples of nothing (synthetic)',
      'Finished after 1.0 s: accuracy 0.5',
    ]);
    expect(spectator.of('curve').reduce((points, { x }) => points + x.length, 0)).toBe(60);
    expect(spectator.last('weights')).toMatchObject({ tiles: 4, tileWidth: 3, tileHeight: 3, high: 60, done: 60 });
    const spikes = spectator.last('spikes')!;
    expect(spikes).toMatchObject({ label: 3, predicted: 3, duration: 20, dt: 0.5, populations: [{ name: 'exc', spikes: 10 }] });
    expect([...spikes.ids]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
  });

  it('gets no weights and costs no spikes while it looks away', async () => {
    const { page, bus } = await dashboardOf();
    const spectator = await Spectator.join(page.url);
    spectator.send({ type: 'watch', weights: false, spikes: false });
    let active = false;
    await pretendRun(bus, {
      samples: 30,
      afterSample: async () => {
        active ||= bus.channel('spikes').active;
        await breath();
      },
    });
    await page.close();
    expect(spectator.last('status')!.done).toBe(30);
    expect([spectator.of('weights'), spectator.of('spikes'), active]).toEqual([[], [], false]);
  });

  it('is left behind where it is slow: it misses pictures, is told so, and has the newest of everything in the end', async () => {
    // All pictures of a recording are taken; a run is asked for none where nobody could see it.
    const { page, bus } = await dashboardOf({ recorded: true });
    const slow = await Spectator.join(page.url);
    slow.shows = false;
    slow.send({ type: 'watch', weights: true, spikes: false });
    const done = await pretendRun(bus, { samples: 60, neurons: 1000, afterSample: breath });
    expect(done).toBe(60);
    // It has not shown its first updates, so it was sent two and not one more.
    await slow.until(() => slow.of('status').length >= 2);
    await breath();
    expect(slow.of('status')).toHaveLength(2);
    slow.shows = true;
    slow.send({ type: 'shown', update: 2 });
    await slow.until(() => slow.last('status')?.phase === 'finished');
    const status = slow.last('status')!;
    expect(slow.last('weights')).toMatchObject({ done: 60 });
    expect(status.dropped).toBeGreaterThan(0);
    expect(status.dropped + slow.of('weights').length).toBeLessThanOrEqual(60);
  });

  it('is thrown out where it sends what no page of ours sends', async () => {
    const { page } = await dashboardOf();
    for (const text of ['', '{', 'null', '7', '{"type":"explode"}', '{"type":"shown","update":"x"}', '{"type":"watch"}']) {
      const spectator = await Spectator.join(page.url);
      spectator.socket.send(text);
      expect([text, await spectator.closed]).toEqual([text, 1008]);
    }
    const spectator = await Spectator.join(page.url);
    spectator.socket.send('x'.repeat(5000));
    expect(await spectator.closed).toBe(1009);
  });

  it('is one of sixteen', async () => {
    const { page } = await dashboardOf();
    await Promise.all(Array.from({ length: 16 }, () => Spectator.join(page.url)));
    await expect(Spectator.join(page.url)).rejects.toThrow('Unexpected server response: 503');
  });
});

describe('pause, resume and stop', () => {
  it('pause and resume a run at a sample end', async () => {
    const { page, bus } = await dashboardOf();
    const spectator = await Spectator.join(page.url);
    const said: string[] = [];
    bus.on('log').subscribe(({ message }) => void said.push(message));
    let done = 0;
    const run = pretendRun(bus, {
      samples: 80,
      afterSample: async (sample) => {
        done = sample;
        if (sample === 10) spectator.send({ type: 'pause' });
        await breath();
      },
    });
    await spectator.until(() => spectator.last('status')?.phase === 'paused');
    const waiting = done;
    expect(waiting).toBeLessThan(80);
    for (let k = 0; k < 20; k++) await breath();
    expect(done).toBe(waiting);
    spectator.send({ type: 'resume' });
    expect(await run).toBe(80);
    await spectator.until(() => spectator.last('status')?.phase === 'finished');
    expect(said).toEqual(['Paused from the page; it goes on when resumed there.', 'Resumed from the page.']);
  });

  it('stop a run, a paused one too', async () => {
    const stopper = new AbortController();
    const { page, bus } = await dashboardOf({ stop: () => stopper.abort() });
    const spectator = await Spectator.join(page.url);
    const run = pretendRun(bus, { samples: 1e9, signal: stopper.signal, afterSample: breath });
    await spectator.until(() => spectator.last('status')?.phase === 'running');
    expect(spectator.last('status')!.controls).toEqual({ pause: true, stop: true });
    spectator.send({ type: 'pause' });
    await spectator.until(() => spectator.last('status')?.phase === 'paused');
    spectator.send({ type: 'stop' });
    expect(await run).toBeLessThan(1e9);
    await spectator.until(() => spectator.last('status')?.phase === 'stopped');
  });

  it.each(['close', 'signal'] as const)('never keep a run that ends otherwise: %s', async (way) => {
    const interruption = new AbortController();
    const { page, bus } = await dashboardOf({ signal: interruption.signal });
    const spectator = await Spectator.join(page.url);
    const run = pretendRun(bus, { samples: 1e9, signal: interruption.signal, afterSample: breath });
    await spectator.until(() => spectator.last('status')?.phase === 'running');
    spectator.send({ type: 'pause' });
    await spectator.until(() => spectator.last('status')?.phase === 'paused');
    if (way === 'close') await page.close();
    interruption.abort();
    await run;
  });

  it('do nothing where there is no run', async () => {
    const { page, bus } = await dashboardOf({ stop: () => expect.unreachable() });
    const spectator = await Spectator.join(page.url);
    for (const type of ['pause', 'resume', 'stop'] as const) spectator.send({ type });
    await spectator.until(() => spectator.of('status').length > 1);
    expect(spectator.last('status')!.phase).toBe('waiting');
    expect(await pretendRun(bus, { samples: 3 })).toBe(3);
  });
});

describe('a browser that is no friend', () => {
  it('is refused by the headers that it can not forge', async () => {
    const { page } = await dashboardOf();
    const port = Number(new URL(page.url).port);
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Host: 'evil.example' },
      { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` },
    ]) {
      await expect(Spectator.join(page.url, headers)).rejects.toThrow('Unexpected server response: 403');
    }
    await expect(Spectator.join(page.url, { Origin: new URL(page.url).origin })).resolves.toBeDefined();
  });

  it('needs the token on another address than this machine', async () => {
    const { page } = await dashboardOf({ host: '0.0.0.0' });
    const { origin, searchParams } = new URL(page.url);
    expect(searchParams.get('token')).toMatch(/^[\w-]{32}$/);
    for (const url of [origin, `${origin}/?token=${'x'.repeat(32)}`]) {
      expect((await fetch(url)).status).toBe(401);
      await expect(Spectator.join(url)).rejects.toThrow('Unexpected server response: 401');
    }
    const response = await fetch(page.url);
    expect(response.status).toBe(200);
    const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    expect((await fetch(`${origin}/page.css`, { headers: { cookie } })).status).toBe(200);
    await expect(Spectator.join(origin, { cookie })).resolves.toBeDefined();
  });

  it('that goes away in the middle of a message does no harm', async () => {
    const { page, bus } = await dashboardOf();
    const run = pretendRun(bus, { samples: 40, neurons: 20_000, afterSample: breath });
    const spectator = await Spectator.join(page.url);
    spectator.send({ type: 'watch', weights: true, spikes: true });
    await spectator.until(() => spectator.messages.length > 0);
    spectator.socket.terminate();
    const raw = new WebSocket(`${page.url.replace('http', 'ws')}events`);
    raw.on('error', () => undefined);
    await once(raw, 'open');
    (raw as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from('this is no frame of a web socket'));
    expect(await run).toBe(40);
  });

  it('that takes nothing from its socket makes nothing grow', async () => {
    const { page, bus } = await dashboardOf();
    const stuck = await Spectator.join(page.url);
    stuck.send({ type: 'watch', weights: true, spikes: true });
    await stuck.until(() => stuck.messages.length > 0);
    // It says that it has shown everything to come, and takes nothing any more.
    stuck.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    const neurons = 40_000; // 360 kB a picture
    let largest = 0;
    await pretendRun(bus, {
      samples: 400,
      neurons,
      afterSample: async (done) => {
        stuck.send({ type: 'shown', update: done });
        await breath();
        largest = Math.max(largest, process.memoryUsage().arrayBuffers - before);
      },
    });
    // 400 pictures were 144 MB as bytes.
    expect(largest).toBeLessThan(60e6);
    await page.close();
  });
});

describe('bad input', () => {
  const refused = (options: DashboardOptions) => openDashboard(createEventBus(), options);

  it('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(refused({ port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use. Give the dashboard another one, or 0 for any that is free. [N3ML_PORT_IN_USE]`,
    );
    server.close();
  });

  it('an address that is not of this machine', async () => {
    await expect(refused({ host: '192.0.2.1', port: 0 })).rejects.toThrow(
      "The dashboard can't be reached at '192.0.2.1' (EADDRNOTAVAIL). Give an address of this machine, or 127.0.0.1. [N3ML_BAD_HOST]",
    );
  });

  it('a port that is none', async () => {
    await expect(refused({ port: 70_000 })).rejects.toThrow('N3ML_BAD_OPTION');
    await expect(refused({ port: 1.5 })).rejects.toThrow('N3ML_BAD_OPTION');
    await expect(refused({ prot: 1 } as DashboardOptions)).rejects.toThrow('N3ML_UNKNOWN_OPTION');
  });

  it('a token that can be guessed', async () => {
    await expect(refused({ token: 'secret' })).rejects.toThrow(
      "The token of the dashboard has 6 characters. Give 16 to 128 letters, digits, '-' or '_', or none. [N3ML_BAD_TOKEN]",
    );
  });

  it('a bus that is closed; the port is free again', async () => {
    const bus = createEventBus();
    await bus.close();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(openDashboard(bus, { port })).rejects.toThrow('N3ML_BUS_CLOSED');
    await (await openDashboard(createEventBus(), { port })).close();
  });
});
