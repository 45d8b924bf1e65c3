import { type Events, type Observer, withOptions } from '@n3ml/core';
import { Course } from './course.ts';
import { printable } from './printable.ts';
import { type ProgressLine, progressLine } from './progress-line.ts';
import { formatAmount, formatDuration, formatNumber, formatPercent, formatRate } from './quantity.ts';
import { RunFigures } from './run-figures.ts';
import { StatusLine, type TextStream } from './status-line.ts';

const repaintEvery = 100; // ms

/** Options of {@link progress}. */
export interface ProgressOptions {
  /** @default process.stderr */
  readonly stream?: TextStream;
  /** The clock, in ms. @default performance.now */
  readonly now?: () => number;
  /** Prints `log` events, losses of the bus and observers that failed, above the line. @default true */
  readonly messages?: boolean;
}

const perSecond = (rate: number, format: (rate: number) => string): readonly string[] =>
  Number.isFinite(rate) ? [`${format(rate)}/s`] : [];

function runLine(name: string, course: Course, figures: RunFigures): ProgressLine {
  const { accuracy } = figures;
  return {
    label: name,
    share: course.share,
    parts: [
      `${formatNumber(course.done)}/${formatNumber(course.total)}`,
      ...perSecond(course.rate, formatRate),
      ...course.eta,
      ...(accuracy === undefined ? [] : [`accuracy ${formatPercent(accuracy)}`]),
      ...(Number.isNaN(figures.loss) ? [] : [`loss ${figures.loss.toPrecision(2)}`]),
      ...(Number.isNaN(figures.spikes) ? [] : [`${figures.spikes.toFixed(1)} spikes/image`]),
    ],
  };
}

function taskLine(name: string, unit: string, course: Course): ProgressLine {
  const isKnown = Number.isFinite(course.total);
  // `2,000 of 12,000 images`, but `2.1 MB of 1.2 GB`: there the prefixes differ.
  const done = isKnown && unit !== 'bytes' && unit !== 'B' ? formatNumber(course.done) : formatAmount(course.done, unit);
  return {
    label: name,
    share: course.share,
    parts: [
      isKnown ? `${done} of ${formatAmount(course.total, unit)}` : done,
      ...perSecond(course.rate, (rate) => formatAmount(rate, unit)),
      ...course.eta,
    ],
  };
}

/** @param course of its samples; a run may have none */
function summary(name: string, course: Course, now: number, { finished, results, seconds }: Events['run:end']): string {
  const { accuracy } = results;
  const rate = course.gained / (course.elapsed(now) / 1000);
  const parts = [
    ...(!finished
      ? [`stopped after ${formatNumber(course.done)} of ${formatNumber(course.total)} samples`]
      : course.done > 0
        ? [`${formatNumber(course.done)} samples`]
        : []),
    formatDuration(seconds),
    ...perSecond(course.done > 0 ? rate : Number.NaN, formatRate),
    ...(accuracy === undefined ? [] : [`accuracy ${formatPercent(accuracy, 2)}`]),
  ];
  return `${name}: ${parts.join(', ')}`;
}

/**
 * Shows how far a run is, on one line: bar, samples done, samples per second (exponentially smoothed, time constant 5 s), time left, and
 * over the newest 1000 samples the share that was classified right and the mean output spikes, or the loss of a network without spikes. Downloads are shown the same
 * way, and the accuracy on the validation set after each epoch.
 *
 * On a terminal the line is repainted in place, at most ten times a second and never wider than the terminal; elsewhere a line is printed
 * after each 10 % or 10 s. A run ends with a line that sums it up. Nothing runs on a timer: a handler counts and looks at the clock.
 *
 * @example bus.attach(progress())
 */
export const progress = withOptions(
  { messages: { type: 'boolean', describe: 'print log messages above the line', default: true } },
  ({ stream = process.stderr, now = () => performance.now(), messages = true }: ProgressOptions = {}): Observer => {
    const line = new StatusLine(stream);
    const tasks = new Map<string, Course>();
    let name = 'run';
    let figures = new RunFigures();
    let startedAt = now();
    let planned = Number.NaN;
    let epoch = 0;
    let run: Course | undefined;

    /** `compose` is called only where the line is due: that is rare beside the samples. */
    const update = (course: Course, compose: () => ProgressLine): void => {
      const time = now();
      if (line.isTerminal ? course.sinceShown(time) < repaintEvery : !course.deservesLine(time)) return;
      course.show(time);
      const text = progressLine(compose(), line.width);
      if (line.isTerminal) line.paint(text);
      else line.print(text);
    };
    const advance = ({ done, total }: { readonly done: number; readonly total: number }, samples: number): void => {
      run ??= new Course(startedAt, done - samples);
      run.done = done;
      run.total = total;
      const course = run;
      update(course, () => runLine(name, course, figures));
    };
    /** The course of a run that told of no sample: of how many it was is in its results, if there were any. */
    const untold = ({ results: { samples = 0 } }: Events['run:end']): Course => {
      const course = new Course(startedAt, 0);
      course.done = samples;
      course.total = planned;
      return course;
    };
    const say = (text: string): void => {
      if (messages) line.print(printable(text));
    };

    return {
      name: 'progress',
      on: {
        'run:start': ({ verb, model, data, synthetic, samples }) => {
          planned = samples;
          name = printable(`${verb} ${model}`);
          figures = new RunFigures();
          startedAt = now();
          run = undefined;
          line.print(printable(`${verb} ${model}: ${formatNumber(samples)} samples of ${data}${synthetic ? ' (SYNTHETIC data)' : ''}`));
        },
        'sample:end': (event) => {
          figures.add(event);
          advance(event, 1);
        },
        'batch:end': (event) => {
          figures.addBatch(event);
          advance(event, event.samples);
        },
        metric: ({ name: metric, value }) => {
          if (metric === 'validation-accuracy') line.print(`${name}: epoch ${epoch + 1}, validation accuracy ${formatPercent(value, 2)}`);
        },
        'epoch:start': (event) => {
          epoch = event.epoch;
        },
        'run:end': (event) => {
          const time = now();
          line.print(summary(name, run ?? untold(event), time, event));
          run = undefined;
        },
        progress: ({ task, done, total, unit }) => {
          const course = tasks.get(task) ?? new Course(now(), 0);
          tasks.set(task, course);
          course.done = done;
          course.total = total;
          const label = printable(task);
          if (done < total || Number.isNaN(total)) {
            update(course, () => taskLine(label, unit, course));
          } else {
            tasks.delete(task);
            line.print(`${label}: ${formatAmount(done, unit)} in ${formatDuration(course.elapsed(now()) / 1000)}`);
          }
        },
        log: ({ level, message }) => say(level === 'warning' ? `warning: ${message}` : message),
        'bus:dropped': ({ observer, event, count }) =>
          say(`warning: ${observer} was too slow and lost ${formatNumber(count)} ${event} events`),
        'observer:error': ({ observer, error }) => say(`warning: ${observer} failed and was detached: ${error}`),
      },
      close() {
        if (run) line.print(`${name}: stopped after ${formatNumber(run.done)} of ${formatNumber(run.total)} samples`);
        else line.clear();
      },
    };
  },
  { summary: 'Shows on one line how far a run is, how fast, and how well it does.' },
);
