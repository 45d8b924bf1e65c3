import { accuracyOverSteps, converted, eventRunner, Stimulus } from '@n3ml/conversion';
import { createEventBus, type LabelledSet, N3mlError, type Registry } from '@n3ml/core';
import { toUnit } from '@n3ml/datasets';
import { createN3ml } from 'n3ml';
import { defineBench, inTurns, milliseconds } from './bench.ts';
import { type ConvertedDigits, convertedDigits } from './converted-digits.ts';
import { describeDigits, firstSamples, loadDigits } from './digits.ts';
import { markdownTable, spreadText } from './table.ts';

/** A way to run the network, as options of `infer`. */
interface Way {
  readonly name: string;
  readonly run: 'dense' | 'events';
  readonly workers: number;
}

/** Factors by which images are darkened. */
const BRIGHTNESS = [1, 0.5, 0.25, 0.1];
/** Images that are classified before the clock runs: threads start and kernels are optimized. */
const WARM_UP = 200;

/** Images per second once all has started, from the event of image `WARM_UP` to that of the last. */
async function imagesPerSecond({ checkpoint }: ConvertedDigits, data: LabelledSet, steps: number, way: Way, registry: Registry) {
  const bus = createEventBus();
  let [started, ended] = [0, 0];
  bus.on('sample:end').subscribe(({ done, total }) => {
    if (done === WARM_UP) started = performance.now();
    if (done === total) ended = performance.now();
  });
  const { run, workers } = way;
  const { results } = await converted(checkpoint.options).infer(checkpoint, data, { registry, bus, workers, options: { steps, run } });
  return { speed: (1000 * (data.count - WARM_UP)) / (ended - started), results };
}

const darkened = (data: LabelledSet, factor: number): LabelledSet => ({ ...data, values: data.values.map((value) => value * factor) });
const percent = (fraction: number): string => (100 * fraction).toFixed(2);

export default defineBench({
  describe:
    'The network of Diehl et al. 2015, trained, converted by the largest activations, and run as spikes: encoding is in the timing, the start of threads is not. ' +
    'It is trained once, in the folder --run, and found there afterwards; the folder of a run of `n3ml train-ann diehl-2015` will do as well.',
  options: {
    run: 'runs/bench-diehl-2015',
    epochs: 4,
    train: 60_000,
    test: 10_000,
    steps: 50,
    workers: [1, 2],
    samples: 1000,
    runs: 3,
    at: [20, 50, 100, 200],
  },
  async run({ run, epochs, train, test, steps, workers, samples, runs, at }) {
    if (Math.min(samples, test) <= WARM_UP) {
      throw new N3mlError(
        'N3ML_BAD_OPTION',
        `--samples ${samples} of --test ${test} are too few: the first ${WARM_UP} are left out of a speed. Give more.`,
      );
    }
    const dataset = await loadDigits({ train, test });
    const registry = createN3ml();
    const digits = await convertedDigits(run, dataset, epochs, registry);
    const data = firstSamples(dataset.test, Math.min(samples, test));

    const ways: Way[] = [
      ...workers.map((count): Way => ({ name: `events, ${count} worker${count === 1 ? '' : 's'}`, run: 'events', workers: count })),
      { name: 'dense', run: 'dense', workers: 1 },
    ];
    const speeds = await inTurns(
      ways.map((way) => () => imagesPerSecond(digits, data, steps, way, registry)),
      { times: runs, warmUps: 0 },
    );
    const speedRows = ways.map(({ name }, k) => [name, spreadText(speeds[k]!.map(({ speed }) => speed))]);

    const costRows: (string | number)[][] = [];
    for (const factor of BRIGHTNESS) {
      const dark = darkened(firstSamples(data, Math.min(data.count, 2 * WARM_UP)), factor);
      const costs = [];
      for (const way of [ways[0]!, ways.at(-1)!]) costs.push(await imagesPerSecond(digits, dark, steps, way, registry));
      const { spikesPerSample, operationsPerSample } = costs[0]!.results;
      costRows.push([String(factor), spikesPerSample!, operationsPerSample!, ...costs.map(({ speed }) => 1000 / speed)]);
    }

    const last = at.at(-1)!;
    const values = new Float32Array(dataset.test.values.length / dataset.test.count);
    const stimulus = new Stimulus(digits.network, { registry, steps: last, seed: 0, values: (k) => toUnit(dataset.test, k, values) });
    const runner = await eventRunner(digits.network, { registry, workers: workers.at(-1)! });
    let accuracies: readonly number[] = [];
    const seconds =
      (await milliseconds(async () => {
        const { network } = digits;
        const { labels } = dataset.test;
        accuracies = [...(await accuracyOverSteps(runner, { network, inputs: (k) => stimulus.of(k), labels, at }))];
      })) / 1000;
    await runner.close();
    process.stderr.write(`${test} images at ${last} steps in ${seconds.toFixed(0)} s\n`);

    return {
      data: describeDigits(dataset),
      tables: [
        { title: `${data.count} images of ${steps} steps`, table: markdownTable(['run', 'images/s'], speedRows) },
        {
          title: 'Cost by activity: images darkened by a factor',
          table: markdownTable(['factor', 'spikes/image', 'synaptic operations/image', 'ms/image, events', 'ms/image, dense'], costRows),
        },
        {
          title: `Accuracy on ${test} images`,
          table: markdownTable(
            ['network', ...at.map((count) => `${count} steps`)],
            [
              ['spiking, %', ...accuracies.map(percent)],
              ['without spikes, %', ...at.map(() => percent(digits.accuracy))],
            ],
          ),
        },
      ],
    };
  },
});
