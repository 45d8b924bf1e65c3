import { type Observer, withOptions } from '@n3ml/core';
import { SlidingMean } from './sliding-mean.ts';
import { EventFile } from './tensorboard/event-file.ts';
import { histogram, image, scalar } from './tensorboard/summary.ts';
import { weightGrid } from './weight-grid.ts';

/** Options of {@link tensorboard}. */
export interface TensorboardOptions {
  /** The file, made anew; TensorBoard finds it where its name has `tfevents` in it. @default 'events.tfevents' */
  readonly path?: string;
  /** Writes accuracy and spikes of the newest samples every so many samples. @default 100 */
  readonly every?: number;
  /** Writes the weights as pictures, beside their histograms. @default true */
  readonly images?: boolean;
  /** The clock, in ms since 1970. @default Date.now */
  readonly now?: () => number;
}

/**
 * Writes a run as an event file for TensorBoard (`tensorboard --logdir runs`), by samples done:
 *
 * - scalars: every `metric` by its name; `samples/accuracy` and `samples/spikes`, means over the newest `every` samples; `batch/loss` and `batch/accuracy`; `results/...` at the end
 * - histograms: `weights/<connection>`, `<population>/<variable>` of each `state`
 * - images: `weights/<connection>`, see {@link weightGrid}
 *
 * @throws N3mlError N3ML_CANNOT_WRITE at the first event that can't be written
 * @example bus.attach(tensorboard({ path: 'runs/first/events.tfevents' }))
 */
export const tensorboard = withOptions(
  {
    path: { type: 'string', describe: 'event file to write', default: 'events.tfevents' },
    every: { type: 'integer', describe: 'accuracy and spikes every so many samples', default: 100, min: 1 },
    images: { type: 'boolean', describe: 'weights as pictures', default: true },
  },
  ({ path = 'events.tfevents', every = 100, images = true, now = Date.now }: TensorboardOptions = {}): Observer => {
    const file = new EventFile(path, now);
    const spikes = new SlidingMean(every);
    const right = new SlidingMean(every);
    let done = 0;
    return {
      name: 'tensorboard',
      on: {
        'sample:end': (event) => {
          done = event.done;
          spikes.add(event.spikes);
          if (event.predicted >= 0) right.add(event.predicted === event.label ? 1 : 0);
          if (done % every !== 0) return;
          const accuracy = Number.isNaN(right.mean) ? [] : [scalar('samples/accuracy', right.mean)];
          file.add(done, scalar('samples/spikes', spikes.mean), ...accuracy);
        },
        'batch:end': (event) => {
          done = event.done;
          file.add(done, scalar('batch/loss', event.loss), scalar('batch/accuracy', event.right / event.samples));
        },
        metric: ({ name, value, done: step }) => file.add(step, scalar(name, value)),
        weights: (event) => {
          const tag = `weights/${event.connection}`;
          file.add(event.done, ...list(histogram(tag, event.values)), ...(images ? [image(tag, weightGrid(event))] : []));
        },
        state: ({ population, variable, values, done: step }) => file.add(step, ...list(histogram(`${population}/${variable}`, values))),
        'run:end': ({ results }) => {
          const figures = Object.entries(results).map(([name, value]) => scalar(`results/${name}`, value));
          if (figures.length > 0) file.add(done, ...figures);
        },
      },
      close: () => file.close(),
    };
  },
  { summary: 'Writes figures, histograms and pictures of weights as an event file for TensorBoard.' },
);

const list = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
