import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEventBus } from '@n3ml/core';
import { serveEvents } from '@n3ml/recording/node';
import { build } from 'esbuild';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trainedTensors } from './in-browser/page.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** What an application's bundler makes of the packages. */
async function bundleOf(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'n3ml',
    conditions: ['@n3ml/source'],
    // Behind imports that are made where files are asked for, and in a browser nobody does.
    external: ['node:*'],
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

describe('in a browser', () => {
  let profile: string | undefined;
  let browser: BrowserContext;
  let server: Server;
  let origin: string;
  let page: Page;

  beforeAll(async () => {
    if (!executablePath) return;
    const script = await bundleOf('./in-browser/page.ts');
    server = createServer(({ url }, response) => {
      const isScript = url === '/page.js';
      response
        .setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
        .end(isScript ? script : '<script src="/page.js"></script>');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    profile = await mkdtemp(join(tmpdir(), 'chromium-'));
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    page = await browser.newPage();
    await page.goto(origin);
  }, 100_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  });

  beforeEach(({ skip }) => skip(!executablePath, 'there is no Chromium in /usr/bin'));

  it('training gives the bytes that it gives in Node', async () => {
    expect(await page.evaluate('n3ml.trainedTensors()')).toEqual(await trainedTensors());
  }, 100_000);

  it('fromRun hears the events of a run in Node', async () => {
    const bus = createEventBus();
    const { url } = await serveEvents(bus, { port: 0, origins: [origin] });
    const heard = page.evaluate(`n3ml.heardFrom(${JSON.stringify(url)})`);
    const spikes = bus.channel('spikes');
    while (!spikes.active) await new Promise((resolve) => setTimeout(resolve, 5));
    spikes.emit({ step: 3, population: 'exc', ids: Uint32Array.of(1, 5, 9) });
    bus.channel('metric').emit({ name: 'accuracy', value: Number.NaN, done: 100 });
    await bus.close();
    expect(await heard).toEqual([
      { type: 'spikes', step: 3, population: 'exc', ids: [1, 5, 9] },
      { type: 'metric', name: 'accuracy', value: Number.NaN, done: 100 },
    ]);
  }, 100_000);

  it('a page that is not named is refused', async () => {
    const bus = createEventBus();
    const { url } = await serveEvents(bus, { port: 0 });
    await expect(page.evaluate(`n3ml.heardFrom(${JSON.stringify(url)})`)).rejects.toThrow('[N3ML_STREAM_UNREACHABLE]');
    await bus.close();
  }, 100_000);
});
