import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createEventBus, N3mlError } from '@n3ml/core';
import { openDashboard } from '@n3ml/dashboard';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { defineBench } from './bench.ts';
import { busyRun } from './busy-run.ts';
import { type FrameTimes, meterFrames } from './frame-meter.ts';
import { quantile } from './median.ts';
import { figure, markdownTable } from './table.ts';

/** What is in view while it is measured: the page draws nothing else. */
const views = [
  { what: 'both', select: 'body', height: 1800 },
  { what: 'the weights', select: '[data-card=weights]', height: 700 },
  { what: 'the raster', select: '[data-card=raster]', height: 300 },
] as const;

function findChromium(): string {
  const path = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((one) => existsSync(one));
  if (path) return path;
  throw new N3mlError('N3ML_NO_BROWSER', 'There is no Chromium in /usr/bin. Install it: apt-get install chromium.');
}

async function withBrowser<T>(work: (browser: BrowserContext) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Tells the time that the main thread of a page has computed so far, in ms: what else the machine does is not in it. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
}

/** Frames of some seconds, and the time that the page's main thread has computed. */
async function measure(page: Page, seconds: number, clock: () => Promise<number>): Promise<FrameTimes & { readonly computed: number }> {
  const take = (): FrameTimes => {
    const { frameTimes } = globalThis as unknown as { frameTimes: Record<keyof FrameTimes, number[]> };
    return {
      intervals: frameTimes.intervals.splice(0),
      drawings: frameTimes.drawings.splice(0),
      messages: frameTimes.messages.splice(0),
    };
  };
  await page.evaluate(take);
  const begun = await clock();
  await setTimeout(1000 * seconds);
  const computed = (await clock()) - begun;
  return { ...(await page.evaluate(take)), computed };
}

const threeOf = (values: readonly number[]): string =>
  values.length === 0 ? '' : [0.5, 0.95, 1].map((share) => figure(quantile(values, share))).join(' / ');

export default defineBench({
  describe:
    'The page in a headless Chromium, which draws in software, while every weight changes ten times a second and spikes never end. Frames come 60 times a second at best, ' +
    'every 16.7 ms. Drawing is the JavaScript of a frame, taking what it does with a message, by the clock on the wall; what the browser itself does with the drawn pixels ' +
    'is in the intervals alone. Busy is the share of the time in which the main thread of the page computed: at 60 frames a second 6 % are a millisecond a frame. ' +
    'The run that is shown computes in a process of the same machine. A run gives the sending of pictures ' +
    'a two-hundredth of its time; where the page takes the run for finished they get a fiftieth.',
  options: { tiles: 6400, neurons: 10_000, seconds: 10 },
  async run({ tiles, neurons, seconds }) {
    const rows: string[][] = [];
    await withBrowser(async (browser) => {
      for (const running of [true, false]) {
        const bus = createEventBus();
        const dashboard = await openDashboard(bus, { port: 0 });
        const page = await browser.newPage();
        await page.addInitScript(meterFrames);
        await page.goto(dashboard.url);
        const clock = await threadClock(page);
        const stopper = new AbortController();
        const options = { dt: 1, steps: 350 };
        bus.channel('run:start').emit({ verb: 'show', model: 'busy', options, data: 'nothing', synthetic: true, samples: 1e9 });
        if (!running) bus.channel('run:end').emit({ finished: true, results: {}, seconds: 0 });
        const run = busyRun(bus, { tiles, neurons, signal: stopper.signal });
        for (const { what, select, height } of views) {
          await page.setViewportSize({ width: 1400, height });
          await page.locator(select).scrollIntoViewIfNeeded();
          await setTimeout(2000);
          const { intervals, drawings, messages, computed } = await measure(page, seconds, clock);
          const sum = intervals.reduce((total, one) => total + one, 0);
          const name = `${what}; ${running ? 'a run' : 'nothing computes'}`;
          process.stderr.write(`dashboard-frames: ${name}: ${intervals.length} frames\n`);
          rows.push([
            name,
            figure((1000 * intervals.length) / sum),
            threeOf(intervals),
            threeOf(drawings),
            threeOf(messages),
            `${figure((100 * computed) / sum)} %`,
          ]);
        }
        stopper.abort();
        await run;
        await page.close();
        await dashboard.close();
        await bus.close();
      }
    });
    const title = `${tiles} tiles of 28 x 28, a raster of ${neurons} neurons; ms: median / 95th percentile / largest`;
    const columns = ['in view; pictures', 'frames/s', 'from frame to frame', 'drawing a frame', 'taking a message', 'busy'];
    return { tables: [{ title, table: markdownTable(columns, rows) }] };
  },
});
