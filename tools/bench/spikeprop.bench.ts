import { createEventBus, createRegistry, type Dataset, type RunResult } from '@n3ml/core';
import { iris, wisconsin, xor } from '@n3ml/datasets';
import spikeprop, { type Bohte2002Options, bohte2002 } from '@n3ml/spikeprop';
import { defineBench, milliseconds } from './bench.ts';
import { spreadOf } from './median.ts';
import { figure, markdownTable, spreadText } from './table.ts';

const registry = createRegistry().use(spikeprop);

interface Trained extends RunResult {
  readonly ms: number;
  /** Accuracy on the test samples, a fraction. */
  readonly test: number;
}

/** Trains and tests without any observer. */
async function train(dataset: Dataset, options: Bohte2002Options, epochs?: number): Promise<Trained> {
  const context = { registry, bus: createEventBus() };
  const model = bohte2002(options);
  let result: RunResult | undefined;
  const ms = await milliseconds(async () => {
    result = await model.train(dataset.train, { ...context, ...(epochs && { epochs }) });
  });
  const { results } = await model.infer(result!.checkpoint, dataset.test, context);
  await context.bus.close();
  return { ...result!, ms, test: results.accuracy! };
}

const inTurn = async <T>(count: number, work: (k: number) => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  for (let k = 0; k < count; k++) all.push(await work(k));
  return all;
};

/** XOR is solved where the sum of squared errors over the four patterns is below 1, and so each of them right. */
async function xorRow(what: string, options: Bohte2002Options, seeds: number): Promise<(string | number)[]> {
  const runs = await inTurn(seeds, (k) => train(xor(), { ...options, seed: k + 1 }));
  const isSolved = ({ results, test }: Trained): boolean => 8 * results.loss! < 1 && test === 1;
  const cycles = runs.map((run) => (isSolved(run) ? run.results.epochs! : Infinity));
  return [what, `${runs.filter(isSolved).length} of ${seeds}`, spreadText(cycles), spreadText(runs.map(({ ms }) => ms))];
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function accuracyRow(what: string, runs: readonly Trained[]): (string | number)[] {
  const tests = runs.map(({ test }) => test);
  const deviation = Math.sqrt(mean(tests.map((test) => (test - mean(tests)) ** 2)));
  const epochs = runs.map(({ ms, results }) => ms / results.epochs!);
  return [
    what,
    percent(mean(tests)),
    percent(deviation),
    percent(Math.min(...tests)),
    percent(mean(runs.map(({ results }) => results.accuracy!))),
    spreadText(epochs),
  ];
}

/** The dataset, or undefined where it isn't at hand: a benchmark downloads nothing. */
const localWisconsin = (split: number): Promise<Dataset | undefined> =>
  process.env.N3ML_DATA === undefined
    ? Promise.resolve(undefined)
    : wisconsin({ dir: process.env.N3ML_DATA, split }).catch(() => undefined);

export default defineBench({
  describe:
    'SpikeProp. XOR: cycles (passes through the four patterns) until the sum of squared errors is below 1, at most 1000; median (min, max) over seeds. Iris and ' +
    'Wisconsin: accuracy on the held-out fifth over fixed stratified splits, nothing kept back for validation. An epoch is a pass through the training samples, one ' +
    'by one, and the measurement after it.',
  options: { seeds: 20, splits: 10, runs: 5 },
  async run({ seeds, splits, runs }) {
    const irisEpochs = 30;
    await train(iris(), {}, irisEpochs);
    const timed = await inTurn(runs, (seed) => train(iris(), { seed, validation: 0, batch: 1 }, irisEpochs));
    const epochs = timed.map(({ ms }) => ms / irisEpochs);

    const perNeuron = { signs: 'per-neuron' } as const;
    const xorRows = [
      await xorRow('free signs, gradient descent (the preset)', {}, seeds),
      await xorRow('free signs, Adam, rate 0.01', { update: 'adam', rate: 0.01 }, seeds),
      await xorRow('one sign per neuron, 1 of 5 inhibitory, gradient descent, rate 0.003', { ...perNeuron, rate: 0.003 }, seeds),
      await xorRow(
        'one sign per neuron, 2 of 5 inhibitory, gradient descent, rate 0.003',
        { ...perNeuron, inhibitory: 2, rate: 0.003 },
        seeds,
      ),
      await xorRow('one sign per neuron, 1 of 5 inhibitory, Adam, rate 0.01', { ...perNeuron, update: 'adam', rate: 0.01 }, seeds),
    ];

    const accuracyRows = [
      accuracyRow('Iris', await inTurn(splits, (split) => train(iris({ split }), { validation: 0, seed: split }))),
      accuracyRow(
        "Iris, preset 'n3ml'",
        await inTurn(splits, (split) => train(iris({ split }), { preset: 'n3ml', validation: 0, seed: split })),
      ),
    ];
    if (await localWisconsin(0)) {
      const all = await inTurn(splits, async (split) => train((await localWisconsin(split))!, { validation: 0, seed: split }));
      accuracyRows.push(accuracyRow('Wisconsin', all));
    }

    const { median } = spreadOf(epochs);
    return {
      tables: [
        {
          title: 'Iris, 120 samples, 50-10-3, 16 delays, a change after each sample',
          table: markdownTable(['', 'ms an epoch', 'samples/s'], [['training', spreadText(epochs), figure((1000 * 120) / median)]]),
        },
        { title: `XOR, 3-5-1, ${seeds} seeds`, table: markdownTable(['', 'solved', 'cycles', 'ms'], xorRows) },
        {
          title: `Accuracy, ${splits} splits`,
          table: markdownTable(['', 'mean, held out', 'std', 'min', 'mean, training', 'ms an epoch'], accuracyRows),
        },
      ],
    };
  },
});
