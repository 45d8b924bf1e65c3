import type { Checkpoint, LabelledSet } from '@n3ml/core';
import { defineBench, milliseconds } from './bench.ts';
import { type DigitModel, digitModel } from './digit-model.ts';
import { describeDigits, firstSamples, loadDigits } from './digits.ts';
import { type ImageCost, ImageRun } from './image-run.ts';
import { spreadOf } from './median.ts';
import { figure, markdownTable, spreadText } from './table.ts';

/** Rates of a white pixel in Hz. */
const rates = [16, 32, 64, 128];
/** Images that the first compilations and optimizations may take their time over. */
const warmUp = 300;
const blocks = 7;

/** Whole trainings, through the model's own verb: images per second of each, and where the last one ended. */
async function trainings(
  digits: DigitModel,
  data: LabelledSet,
  runs: number,
): Promise<{ readonly perSecond: readonly number[]; readonly checkpoint: Checkpoint }> {
  const perSecond: number[] = [];
  let last = await digits.model.train(firstSamples(data, Math.min(warmUp, data.count)), digits.context());
  for (let k = 0; k < runs; k++) {
    const ms = await milliseconds(async () => {
      last = await digits.model.train(data, digits.context());
    });
    perSecond.push((1000 * data.count) / ms);
    process.stderr.write(
      `train: ${digits.model.options.neurons} neurons, run ${k + 1} of ${runs}: ${figure(perSecond.at(-1)!)} images/s\n`,
    );
  }
  return { perSecond, checkpoint: last.checkpoint };
}

/** Means of a few hundred images each, after a warm-up. */
function costs(run: ImageRun, images: number): readonly ImageCost[] {
  run.mean(warmUp);
  return Array.from({ length: blocks }, () => run.mean(Math.ceil(images / blocks)));
}

const spread = (costs: readonly ImageCost[], of: (cost: ImageCost) => number): string => spreadText(costs.map(of));
const median = (costs: readonly ImageCost[], of: (cost: ImageCost) => number): number => spreadOf(costs.map(of)).median;
const whole = ({ encode, reset, run, endSample }: ImageCost): number => encode + reset + run + endSample;
const simulated = (cost: ImageCost): number => whole(cost) - cost.encode;

/** One network under input of several rates: what an image costs, and what each input spike more costs than at the rate before. */
function growthRows(digits: DigitModel, checkpoint: Checkpoint, data: LabelledSet, images: number): (string | number)[][] {
  let previous: { readonly spikes: number; readonly us: number } | undefined;
  return rates.map((rate) => {
    const cost = costs(new ImageRun(digits, checkpoint, data, rate), images);
    const [spikes, us] = [median(cost, (one) => one.inputSpikes), median(cost, simulated)];
    const more = previous && (1000 * (us - previous.us)) / (spikes - previous.spikes);
    previous = { spikes, us };
    return [
      String(digits.model.options.neurons),
      String(rate),
      spikes,
      median(cost, (one) => one.excSpikes),
      spread(cost, whole),
      us,
      more ?? '',
    ];
  });
}

const speedColumns = ['neurons', 'images/s', 'seconds', 'runs'];
const partColumns = ['neurons', 'encode', 'reset', 'run', 'endSample', 'input spikes', 'exc spikes', 'inh spikes'];
const growthColumns = [
  'neurons',
  'white at Hz',
  'input spikes',
  'exc spikes',
  'µs an image',
  'µs without encoding',
  'ns an input spike more',
];

export default defineBench({
  describe:
    'Training on one thread: preset tuned, both learning rates in effect, encoding and normalization included, nobody listens to the bus; median (min, max). ' +
    `The parts and the spikes are means over ${blocks} blocks of different images, which the network that was trained last goes on to learn with a clock between the parts.`,
  options: { neurons: [100, 400, 1600], samples: 60_000, runs: 3, 'part-samples': 1400 },
  async run({ neurons, samples, runs, 'part-samples': images }) {
    const dataset = await loadDigits({ train: samples, test: 1 });
    const data = dataset.train;
    const speed: (string | number)[][] = [];
    const parts: string[][] = [];
    const growth: (string | number)[][] = [];
    for (const size of neurons) {
      const digits = digitModel({ neurons: size });
      const { perSecond, checkpoint } = await trainings(digits, data, runs);
      speed.push([String(size), spreadText(perSecond), spreadText(perSecond.map((one) => data.count / one)), runs]);
      const cost = costs(new ImageRun(digits, checkpoint, data), images);
      const kinds = ['encode', 'reset', 'run', 'endSample', 'inputSpikes', 'excSpikes', 'inhSpikes'] as const;
      parts.push([String(size), ...kinds.map((kind) => spread(cost, (one) => one[kind]))]);
      growth.push(...growthRows(digits, checkpoint, data, images));
    }
    return {
      data: describeDigits(dataset),
      tables: [
        { title: `Training on ${data.count} images`, table: markdownTable(speedColumns, speed) },
        { title: 'Where the time of an image goes: µs, and spikes', table: markdownTable(partColumns, parts) },
        { title: 'The cost grows with the number of spikes', table: markdownTable(growthColumns, growth) },
      ],
    };
  },
});
