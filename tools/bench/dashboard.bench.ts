import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createEventBus, type LabelledSet } from '@n3ml/core';
import { openDashboard } from '@n3ml/dashboard';
import { defineBench, inTurns, milliseconds } from './bench.ts';
import type { SpectatorKind, SpectatorReport } from './dashboard-spectator.ts';
import { type DigitModel, digitModel } from './digit-model.ts';
import { describeDigits, loadDigits } from './digits.ts';
import { medianInterval, spreadOf } from './median.ts';
import { figure, markdownTable, spreadText } from './table.ts';
import { TimeMeter } from './time-meter.ts';

interface Case {
  readonly what: string;
  readonly dashboard: boolean;
  /** Whether an observer hears of every sample end and does nothing. */
  readonly listener?: boolean;
  readonly spectator?: SpectatorKind;
}

interface Run {
  readonly ms: number;
  /** Processor time of this process, all of its threads, in ms. */
  readonly cpu: number;
  /** In handlers and ticks of the dashboard, in ms. */
  readonly own: number;
  readonly report?: SpectatorReport | undefined;
}

const cases: readonly Case[] = [
  { what: 'no dashboard', dashboard: false },
  { what: 'no dashboard, again', dashboard: false },
  { what: 'no dashboard; an observer that does nothing at a sample end', dashboard: false, listener: true },
  { what: 'a dashboard, nobody looks', dashboard: true },
  { what: 'somebody looks at weights and spikes', dashboard: true, spectator: 'quick' },
  { what: 'a browser that takes nothing any more', dashboard: true, spectator: 'dead' },
];

const startSpectator = (url: string, kind: SpectatorKind): ChildProcess =>
  fork(new URL('./dashboard-spectator.ts', import.meta.url), [url, kind], { execArgv: process.execArgv });

async function trainOnce(
  { model, context }: DigitModel,
  data: LabelledSet,
  { dashboard, listener = false, spectator }: Case,
): Promise<Run> {
  const bus = createEventBus();
  const meter = new TimeMeter();
  const intervalsAreOver = meter.intervals();
  const page = dashboard ? await openDashboard(meter.bus(bus), { port: 0 }) : undefined;
  if (listener) bus.attach({ name: 'nothing', on: { 'sample:end': () => undefined } });
  const child = page && spectator ? startSpectator(page.url, spectator) : undefined;
  // Spikes are listened to as soon as somebody looks.
  const spikes = bus.channel('spikes');
  while (child && !spikes.active) await setTimeout(20);
  const before = { cpu: process.cpuUsage(), own: meter.ms };
  const ms = await milliseconds(() => model.train(data, context(bus)));
  const { user, system } = process.cpuUsage(before.cpu);
  const own = meter.ms - before.own;
  intervalsAreOver();
  const told = spectator === 'quick' && child ? once(child, 'message') : undefined;
  await page?.close();
  await bus.close();
  const [report] = ((await told) ?? []) as [SpectatorReport?];
  child?.kill();
  return { ms, cpu: (user + system) / 1000, own, report };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export default defineBench({
  describe:
    'Training without and with the dashboard, in turns (A B C A B C). Who looks on is a process of its own that takes every frame, or stops reading after the first. The cost is ' +
    'in processor time of the training process, which other programs disturb less than its time on the clock: the median over the rounds of the difference to the run without a ' +
    'dashboard of the same round, with its 95 % confidence interval; the second row shows how far two equal runs lie apart, and the third what any observer of sample ends costs. Of that, the time in handlers and ticks of the ' +
    'dashboard was measured around them, as a share of the time on the clock; building the events of spikes that are listened to is not in it, nor the small messages that browsers ' +
    'send. A browser takes time of the machine for drawing, too, which is in none of these figures.',
  options: { neurons: [400], samples: 20_000, runs: 9 },
  async run({ neurons, samples, runs }) {
    const dataset = await loadDigits({ train: samples, test: 1 });
    const columns = ['who looks on', 'images/s', 'cost', '95 % interval', 'handlers and ticks', 'updates', 'MB'];
    const tables = [];
    for (const size of neurons) {
      const digits = digitModel({ neurons: size });
      const works = cases.map((one) => async () => {
        const run = await trainOnce(digits, dataset.train, one);
        process.stderr.write(
          `dashboard: ${size} neurons, ${one.what}: ${(run.ms / 1000).toFixed(2)} s, processor ${(run.cpu / 1000).toFixed(2)} s\n`,
        );
        return run;
      });
      const results = await inTurns(works, { times: runs, warmUps: 1 });
      const rows = cases.map(({ what, dashboard }, k) => {
        const all = results[k]!;
        const costs = all.map(({ cpu }, round) => cpu / results[0]![round]!.cpu - 1);
        const { low, high } = medianInterval(costs);
        const { report } = all.at(-1)!;
        return [
          what,
          spreadText(all.map(({ ms }) => (1000 * samples) / ms)),
          ...(k === 0 ? ['', ''] : [percent(spreadOf(costs).median), `${percent(low)} to ${percent(high)}`]),
          dashboard ? percent(spreadOf(all.map(({ own, ms }) => own / ms)).median) : '',
          ...(report ? [String(report.updates), figure(report.bytes / 1e6)] : ['', '']),
        ];
      });
      tables.push({ title: `${size} neurons, ${samples} images, ${runs} rounds`, table: markdownTable(columns, rows) });
    }
    return { data: describeDigits(dataset), tables };
  },
});
