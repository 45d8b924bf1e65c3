import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEventBus, createRegistry, type EventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import stdp, { diehlCook2015 } from '@n3ml/stdp';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Dashboard, type DashboardOptions, openDashboard } from '../src/open-dashboard.ts';
import { pretendRun } from './pretend-run.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const artifacts = fileURLToPath(new URL('../artifacts', import.meta.url));
const screens = { desktop: { width: 1400, height: 1750 }, phone: { width: 390, height: 844 } } as const;

const registry = createRegistry().use(engine, neurons, encoders, stdp);
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function dashboardOf(options: DashboardOptions = {}): Promise<{ page: Dashboard; bus: EventBus }> {
  const bus = createEventBus();
  const page = await openDashboard(bus, { port: 0, ...options });
  onTestFinished(async () => {
    await page.close();
    await bus.close();
  });
  return { page, bus };
}

/** For a machine that has much else to do, in ms. */
const PATIENCE = 100_000;

/** A number that changes with what a canvas shows. */
const pictureOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let hash = 0;
    for (let k = 0; k < data.length; k++) hash = (Math.imul(hash, 31) + data[k]!) | 0;
    return hash;
  });

/** Waits until a canvas shows something else. */
async function untilItChanges(page: Page, selector: string): Promise<void> {
  const before = await pictureOf(page, selector);
  while ((await pictureOf(page, selector)) === before) await breath();
}

/** Waits until the page has painted what has come. */
const painted = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

const samplesDone = async (page: Page): Promise<number> => {
  const figure = page.locator('#figures div', { has: page.locator('dt', { hasText: /^Samples$/ }) }).locator('dd');
  return Number.parseInt((await figure.textContent())!.replaceAll(',', ''), 10);
};

describe('the page in a browser', () => {
  let profile: string | undefined;
  let browser: BrowserContext;

  beforeAll(async () => {
    if (!executablePath) return;
    profile = await mkdtemp(join(tmpdir(), 'chromium-'));
    await mkdir(artifacts, { recursive: true });
    browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      viewport: screens.desktop,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    browser.setDefaultTimeout(PATIENCE);
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  });

  beforeEach(({ skip }) => skip(!executablePath, 'there is no Chromium in /usr/bin'));

  /** Opens a page that fails the test where anything goes wrong in it, or it asks for anything from elsewhere. */
  async function visit(url: string): Promise<Page> {
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(url).origin && !request.url().startsWith('data:')) wrong.push(request.url());
    });
    onTestFinished(async () => {
      await page.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(url);
    return page;
  }

  it('shows curves and weights as they change, pauses, resumes and stops', async () => {
    const stopper = new AbortController();
    const { page: dashboard, bus } = await dashboardOf({ stop: () => stopper.abort() });
    const page = await visit(dashboard.url);
    const { train } = syntheticDigits({ train: 2000, test: 1 });
    const training = diehlCook2015({ neurons: 100 }).train(train, { registry, bus, signal: stopper.signal, epochs: 1000 });

    await page.locator('[data-card=weights] .picture > canvas').waitFor();
    await page.locator('[data-card=raster] .population').nth(2).waitFor();
    await untilItChanges(page, '[data-card=accuracy] canvas');
    await untilItChanges(page, '[data-card=weights] .picture > canvas');
    await untilItChanges(page, '[data-card=raster] .population:nth-child(1) canvas');
    await page.waitForFunction(() => /% · train diehl-cook-2015$/.test(document.title));
    expect(await page.locator('[data-card=raster] .population p').allTextContents()).toMatchObject(
      [/^input ?784 neurons/, /^exc ?100 neurons/, /^inh/].map((text) => expect.stringMatching(text)),
    );

    const variable = page.getByRole('combobox', { name: 'State variable' });
    expect(await variable.locator('option').allTextContents()).toEqual(['theta of exc', 'v of exc', 'v of inh']);
    const histogram = page.locator('[data-card=state] canvas');
    expect(await histogram.getAttribute('aria-label')).toMatch(/^Histogram of theta of exc, from/);
    await variable.selectOption('v of inh');
    expect(await histogram.getAttribute('aria-label')).toMatch(/^Histogram of v of inh, from/);
    await variable.selectOption('theta of exc');

    for (const [name, viewport] of Object.entries(screens)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // Nothing sticks out to the right, once everything has got its new size.
        await page.waitForFunction((width) => document.documentElement.scrollWidth <= width, viewport.width);
        await painted(page);
        await page.screenshot({ path: join(artifacts, `${name}-${colorScheme}.png`) });
      }
    }
    await page.setViewportSize(screens.desktop);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('[data-phase=paused]').waitFor();
    const waiting = await samplesDone(page);
    await page.screenshot({ path: join(artifacts, 'paused.png') });
    expect(await samplesDone(page)).toBe(waiting);
    await page.getByRole('button', { name: 'Resume' }).click();
    while ((await samplesDone(page)) === waiting) await breath();

    // Both presses at once: the second counts within three seconds only.
    const question = await page.locator('#stop').evaluate((element) => {
      const button = element as HTMLButtonElement;
      button.click();
      const text = button.textContent;
      button.click();
      return text;
    });
    expect(question).toBe('Stop?');
    expect((await training).finished).toBe(false);
    await page.locator('[data-phase=stopped]').waitFor();
    expect(await page.locator('[data-card=log] li').first().textContent()).toContain('Stopped after');
  });

  it('shows rates of layers, accuracy over steps and spike times', async () => {
    const { page: dashboard, bus } = await dashboardOf();
    const page = await visit(dashboard.url);
    await pretendRun(bus, { samples: 20, afterSample: breath });
    const metric = bus.channel('metric');
    for (const [layer, value] of [
      ['input', 0.21],
      ['conv1', 0.08],
      ['conv2', 0.035],
      ['dense', 0.11],
    ] as const)
      metric.emit({ name: `rate/${layer}`, value, done: 20 });
    for (let steps = 10; steps <= 400; steps += 10)
      metric.emit({ name: `accuracy/${steps}`, value: 0.96 - 0.85 * Math.exp(-steps / 60), done: 20 });
    for (let done = 1; done <= 20; done++) {
      metric.emit({ name: 'loss', value: 3 / done, done });
      metric.emit({ name: 'validation-loss', value: 3 / done + 0.2, done });
    }
    const labels = Uint8Array.from({ length: 60 }, (_, sample) => sample % 3);
    const times = Float64Array.from({ length: 60 * 11 }, (_, k) => {
      const [neuron, label] = [k % 11, Math.floor(k / 11) % 3];
      return neuron < 4
        ? (10 * ((k * 37) % 100)) / 100
        : neuron < 8
          ? 8 + ((k * 13) % 50) / 10
          : 12 + (neuron - 8 === label ? 0 : 4) + ((k * 7) % 10) / 10;
    });
    const targets = Float64Array.from({ length: 9 }, (_, k) => (k % 4 === 0 ? 12 : 16));
    const spikeTimes = bus.channel('spike-times' as 'log') as unknown as { emit(payload: object): void };
    spikeTimes.emit({ layers: [4, 4, 3], labels, times, targets, done: 20 });

    await page.locator('[data-card=spike-times]').waitFor();
    expect(await page.locator('[data-card=rates] .bars span').allTextContents()).toEqual([
      'input',
      '0.21',
      'conv1',
      '0.08',
      'conv2',
      '0.035',
      'dense',
      '0.11',
    ]);
    expect(await page.locator('[data-card=steps] canvas').getAttribute('aria-label')).toBe('accuracy: 95.9 %');
    expect(await page.locator('[data-card=loss] .key').allTextContents()).toEqual(['loss', 'validation-loss']);
    await page.locator('[data-phase=finished]').waitFor();
    await painted(page);
    await page.screenshot({ path: join(artifacts, 'converted-and-spike-times.png') });
    await dashboard.close();
    await painted(page);
    expect(await page.locator('#phase').textContent()).toBe('finished');
  });

  it('keeps drawing while 6,400 tiles and 10,000 neurons come in', async () => {
    const { page: dashboard, bus } = await dashboardOf();
    const page = await visit(dashboard.url);
    const [rows, columns] = [784, 6400];
    const values = new Float32Array(rows * columns);
    for (let k = 0; k < values.length; k++) values[k] = ((k * 7919) % 1000) / 1000;
    const weights = (done: number): void =>
      bus.channel('weights').emit({ connection: 'input-exc', rows, columns, shape: [28, 28], values, done });
    await pretendRun(bus, {
      samples: 40,
      weightsEvery: 1000,
      idsOf: (step) => Uint32Array.from({ length: 4000 }, (_, k) => (k * 7907 + step * 31) % 10_000),
      afterSample: async (done) => {
        if (done % 20 === 0) weights(done);
        await breath();
      },
    });
    await page.locator('[data-card=weights] h2 span', { hasText: /^6,400 neurons, after 40 samples$/ }).waitFor();
    await page.locator('[data-card=raster] .population').nth(0).waitFor();
    await painted(page);
    await page.screenshot({ path: join(artifacts, 'large.png') });
    expect(await page.locator('[data-card=raster] .population p').textContent()).toMatch(/^exc ?10,000 neurons/);
  });
});
