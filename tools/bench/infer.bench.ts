import { availableParallelism } from 'node:os';
import { type Checkpoint, createEventBus, type LabelledSet, N3mlError } from '@n3ml/core';
import { defineBench, inTurns, milliseconds } from './bench.ts';
import { type DigitModel, digitModel } from './digit-model.ts';
import { describeDigits, firstSamples, loadDigits } from './digits.ts';
import { doublingUpTo } from './doubling.ts';
import { askFreshProcess } from './fresh-process.ts';
import type { InferQuestion } from './infer-in-process.ts';
import { spreadOf } from './median.ts';
import { markdownTable, spreadText } from './table.ts';

/** The images that are left out where the start of the threads is not to count. */
const head = 1024;
/** Training images of the processes that show what the machine can do. */
const BRIEFLY = 1000;

/** Images per second of one inference. */
interface Speed {
  readonly whole: number;
  readonly steady: number;
}

async function inferOnce({ model, context }: DigitModel, checkpoint: Checkpoint, data: LabelledSet, workers: number): Promise<Speed> {
  const bus = createEventBus();
  let [started, ended] = [0, 0];
  bus.on('sample:end').subscribe(({ done }) => {
    if (done === head) started = performance.now();
    if (done === data.count) ended = performance.now();
  });
  const ms = await milliseconds(() => model.infer(checkpoint, data, { ...context(bus), workers }));
  return { whole: (1000 * data.count) / ms, steady: (1000 * (data.count - head)) / (ended - started) };
}

/**
 * What the machine gives to as many processes of one thread at once that share nothing: images per second of all together, run by run. Cores that share
 * a clock or caches give less than the sum, and no pool can give more.
 */
async function processesAtOnce(count: number, question: InferQuestion): Promise<number[]> {
  const speeds = await Promise.all(
    Array.from({ length: count }, () => askFreshProcess<InferQuestion, readonly number[]>('./infer-in-process.ts', question)),
  );
  return Array.from({ length: question.runs }, (_, run) => speeds.reduce((sum, own) => sum + own[run]!, 0));
}

export default defineBench({
  describe:
    'A frozen network classifies test images, encoding included. The whole call makes the network and starts and ends the threads; ' +
    `"once started" leaves out the first ${head} images. One worker is the calling thread itself; with more of them the calling thread encodes for all. Ratios are to the first row of the size; median (min, max).`,
  options: { neurons: [400], workers: doublingUpTo(availableParallelism()), samples: 10_000, runs: 5, train: 5000 },
  async run({ neurons, workers, samples, runs, train }) {
    if (samples <= head) {
      throw new N3mlError('N3ML_BAD_OPTION', `--samples ${samples} is too few: the first ${head} are left out of a figure. Give more.`);
    }
    const dataset = await loadDigits({ train, test: samples });
    const rows: (string | number)[][] = [];
    const ceilings: (string | number)[][] = [];
    for (const size of neurons) {
      const digits = digitModel({ neurons: size });
      const trained = await digits.model.train(dataset.train, digits.context());
      const { checkpoint } = await digits.model.assign(
        trained.checkpoint,
        firstSamples(dataset.train, Math.min(train, 1000)),
        digits.context(),
      );
      const measurements = workers.map((count) => () => inferOnce(digits, checkpoint, dataset.test, count));
      const speeds = await inTurns(measurements, { times: runs, warmUps: 1 });
      const medians = (of: keyof Speed): number[] => speeds.map((all) => spreadOf(all.map((speed) => speed[of])).median);
      const [whole, steady] = [medians('whole'), medians('steady')];
      for (const [k, all] of speeds.entries()) {
        rows.push([
          String(size),
          String(workers[k]),
          spreadText(all.map((speed) => speed.whole)),
          (whole[k]! / whole[0]!).toFixed(2),
          spreadText(all.map((speed) => speed.steady)),
          (steady[k]! / steady[0]!).toFixed(2),
        ]);
      }
      for (const count of workers) {
        const together = await processesAtOnce(count, { neurons: size, train: BRIEFLY, samples, runs });
        ceilings.push([String(size), String(count), spreadText(together)]);
      }
    }
    const columns = ['neurons', 'workers', 'images/s, whole call', 'ratio', 'images/s, once started', 'ratio'];
    const alone = ['neurons', 'processes', 'images/s, whole call, all together'];
    return {
      data: describeDigits(dataset),
      tables: [
        { title: `Inference on ${samples} images`, table: markdownTable(columns, rows) },
        { title: 'What the machine gives: processes of one thread at once that share nothing', table: markdownTable(alone, ceilings) },
      ],
    };
  },
});
