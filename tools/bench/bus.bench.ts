import { setImmediate, setTimeout } from 'node:timers/promises';
import { createEventBus, type EventBus, type LabelledSet, type Observer } from '@n3ml/core';
import { defineBench, inTurns, milliseconds } from './bench.ts';
import { type DigitModel, digitModel } from './digit-model.ts';
import { describeDigits, loadDigits } from './digits.ts';
import { spreadOf } from './median.ts';
import { silentBus } from './silent-bus.ts';
import { markdownTable, spreadText } from './table.ts';

/** What a listener saw in one run. */
interface Seen {
  delivered: number;
  lost: number;
}

interface Run extends Seen {
  /** Of the training alone, without what the listener has left to do behind it. */
  readonly ms: number;
}

/** A way to listen; without an observer nobody does. */
interface Case {
  readonly what: string;
  makeBus(): EventBus;
  observer?(seen: Seen): Observer;
  /** Whether delivered and lost events have to be as many as there are samples. */
  readonly counted: boolean;
}

/** Every so many events a slow observer takes a second. */
const sleepEvery = 100;

const cases: readonly Case[] = [
  { what: 'no bus at all', makeBus: () => silentBus, counted: false },
  { what: 'no bus at all, again', makeBus: () => silentBus, counted: false },
  { what: 'a bus, nobody listens', makeBus: createEventBus, counted: false },
  {
    what: `sample:end 'latest', a second off at each ${sleepEvery}th`,
    makeBus: createEventBus,
    observer: (seen) => ({
      name: 'sleeper',
      delivery: 'latest',
      on: {
        'sample:end': async () => {
          if (seen.delivered++ % sleepEvery === 0) await setTimeout(1000);
        },
      },
    }),
    counted: true,
  },
  {
    what: 'sample:end { pause: 64 }, a turn of the event loop each',
    makeBus: createEventBus,
    observer: (seen) => ({
      name: 'blocker',
      delivery: { pause: 64 },
      on: {
        'sample:end': async () => {
          seen.delivered++;
          await setImmediate();
        },
      },
    }),
    counted: true,
  },
  {
    what: "spikes 'sync', counted",
    makeBus: createEventBus,
    observer: (seen) => ({ name: 'counter', on: { spikes: () => void seen.delivered++ } }),
    counted: false,
  },
];

async function trainOnce({ model, context }: DigitModel, data: LabelledSet, { what, makeBus, observer, counted }: Case): Promise<Run> {
  const bus = makeBus();
  const seen: Seen = { delivered: 0, lost: 0 };
  if (observer) {
    bus.attach(observer(seen));
    bus.on('bus:dropped').subscribe(({ count }) => {
      seen.lost += count;
    });
  }
  const ms = await milliseconds(() => model.train(data, context(bus)));
  await bus.close();
  if (counted && seen.delivered + seen.lost !== data.count) {
    throw new Error(`${what}: of ${data.count} events ${seen.delivered} were delivered and ${seen.lost} lost. Some are not accounted for.`);
  }
  return { ms, ...seen };
}

export default defineBench({
  describe:
    'Training with several listeners, in turns (A B C A B C); median (min, max). No bus at all is an object with constants in place of channels. The cost is the ratio ' +
    'of the median time to its median time, less 1; beside it the ratios within each round. Running it twice shows how far two equal runs lie apart. ' +
    'Delivered and lost events are those of the last round; of sample:end they add up to all that were emitted, or the benchmark fails.',
  options: { neurons: [100, 400], samples: 3000, runs: 7 },
  async run({ neurons, samples, runs }) {
    const dataset = await loadDigits({ train: samples, test: 1 });
    const columns = ['who listens', 'images/s', 'cost', 'time, round by round', 'delivered', 'lost'];
    const tables = [];
    for (const size of neurons) {
      const digits = digitModel({ neurons: size });
      const works = cases.map((one) => async () => {
        const run = await trainOnce(digits, dataset.train, one);
        process.stderr.write(`bus: ${size} neurons, ${one.what}: ${(run.ms / 1000).toFixed(2)} s\n`);
        return run;
      });
      const results = await inTurns(works, { times: runs, warmUps: 1 });
      const medians = results.map((all) => spreadOf(all.map(({ ms }) => ms)).median);
      const rows = cases.map(({ what, observer }, k) => {
        const perSecond = results[k]!.map(({ ms }) => (1000 * samples) / ms);
        const rounds = results[k]!.map(({ ms }, round) => ms / results[0]![round]!.ms);
        const { delivered, lost } = results[k]!.at(-1)!;
        return [
          what,
          spreadText(perSecond),
          `${(100 * (medians[k]! / medians[0]! - 1)).toFixed(2)} %`,
          spreadText(rounds),
          ...(observer ? [String(delivered), String(lost)] : ['', '']),
        ];
      });
      tables.push({ title: `${size} neurons, ${samples} images, ${runs} rounds`, table: markdownTable(columns, rows) });
    }
    return { data: describeDigits(dataset), tables };
  },
});
