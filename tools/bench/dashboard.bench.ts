import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createEventBus, type LabelledSet } from '@n3ml/core';
import { openDashboard } from '@n3ml/dashboard';
import { defineBench, inTurns, milliseconds } from './bench.ts';
import type { SpectatorKind, SpectatorReport } from './dashboard-spectator.ts';
import { type DigitModel, digitModel } from './digit-model.ts';
import { describeDigits, loadDigits } from './digits.ts';
import { spreadOf } from './median.ts';
import { markdownTable, spreadText } from './table.ts';

interface Case {
  readonly what: string;
  readonly dashboard: boolean;
  readonly spectator?: SpectatorKind;
}

interface Run {
  readonly ms: number;
  readonly report?: SpectatorReport | undefined;
}

const cases: readonly Case[] = [
  { what: 'no dashboard', dashboard: false },
  { what: 'no dashboard, again', dashboard: false },
  { what: 'a dashboard, nobody looks', dashboard: true },
  { what: 'somebody looks at weights and spikes', dashboard: true, spectator: 'quick' },
  { what: 'a browser that takes nothing any more', dashboard: true, spectator: 'dead' },
];

const startSpectator = (url: string, kind: SpectatorKind): ChildProcess =>
  fork(new URL('./dashboard-spectator.ts', import.meta.url), [url, kind], { execArgv: process.execArgv });

async function trainOnce({ model, context }: DigitModel, data: LabelledSet, { dashboard, spectator }: Case): Promise<Run> {
  const bus = createEventBus();
  const page = dashboard ? await openDashboard(bus, { port: 0 }) : undefined;
  const child = page && spectator ? startSpectator(page.url, spectator) : undefined;
  // Spikes are listened to as soon as somebody looks.
  const spikes = bus.channel('spikes');
  while (child && !spikes.active) await setTimeout(20);
  const ms = await milliseconds(() => model.train(data, context(bus)));
  const told = spectator === 'quick' && child ? once(child, 'message') : undefined;
  await page?.close();
  await bus.close();
  const [report] = ((await told) ?? []) as [SpectatorReport?];
  child?.kill();
  return { ms, report };
}

export default defineBench({
  describe:
    'Training without and with the dashboard, in turns (A B C A B C); median (min, max). Who looks on is a process of its own that takes every frame, or stops reading after the ' +
    'first. The cost is the ratio of the median time to that without a dashboard, less 1; beside it the ratios within each round, whose spread between two equal runs is in the ' +
    'second row. A browser takes time of the machine for drawing, too, which is not in these figures.',
  options: { neurons: [400], samples: 6000, runs: 7 },
  async run({ neurons, samples, runs }) {
    const dataset = await loadDigits({ train: samples, test: 1 });
    const columns = ['who looks on', 'images/s', 'cost', 'time, round by round', 'updates', 'MB'];
    const tables = [];
    for (const size of neurons) {
      const digits = digitModel({ neurons: size });
      const works = cases.map((one) => async () => {
        const run = await trainOnce(digits, dataset.train, one);
        process.stderr.write(`dashboard: ${size} neurons, ${one.what}: ${(run.ms / 1000).toFixed(2)} s\n`);
        return run;
      });
      const results = await inTurns(works, { times: runs, warmUps: 1 });
      const medians = results.map((all) => spreadOf(all.map(({ ms }) => ms)).median);
      const rows = cases.map(({ what }, k) => {
        const { report } = results[k]!.at(-1)!;
        return [
          what,
          spreadText(results[k]!.map(({ ms }) => (1000 * samples) / ms)),
          `${(100 * (medians[k]! / medians[0]! - 1)).toFixed(2)} %`,
          spreadText(results[k]!.map(({ ms }, round) => ms / results[0]![round]!.ms)),
          ...(report ? [String(report.updates), (report.bytes / 1e6).toFixed(1)] : ['', '']),
        ];
      });
      tables.push({ title: `${size} neurons, ${samples} images, ${runs} rounds`, table: markdownTable(columns, rows) });
    }
    return { data: describeDigits(dataset), tables };
  },
});
