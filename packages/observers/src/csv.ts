import { type Observer, withOptions } from '@n3ml/core';
import { csvRow } from './csv-row.ts';
import { type LineTarget, LineWriter } from './line-writer.ts';

/** Options of {@link csv}. */
export interface CsvOptions {
  /** The file, made anew. @default 'metrics.csv' */
  readonly path?: string;
  /** A stream in place of the file; it is left open. */
  readonly stream?: Exclude<LineTarget, string>;
  /** Rows for every sample: its output spikes, label and predicted class. @default true */
  readonly samples?: boolean;
}

/** What one epoch adds up to. */
interface Tally {
  samples: number;
  spikes: number;
  /** Of networks without spikes. */
  loss: number;
  classified: number;
  right: number;
}

const emptyTally = (): Tally => ({ samples: 0, spikes: 0, loss: 0, classified: 0, right: 0 });

/**
 * Writes the figures of a run as CSV in long form, one figure a row: `type,done,epoch,name,value`. `type` is the event that the figure comes
 * from: a `metric`, a `sample:end` (spikes, label, predicted), a `batch:end` (loss, right), an `epoch:end` (samples, mean spikes or loss, and the accuracy where
 * samples were classified) or the `run:end` (its results). `epoch` counts from 0. Quoted as in RFC 4180; memory stays bounded.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE at the first event that can't be written
 * @example bus.attach(csv({ path: 'metrics.csv', samples: false }))
 */
export const csv = withOptions(
  {
    path: { type: 'string', describe: 'file to write', default: 'metrics.csv' },
    samples: { type: 'boolean', describe: 'rows for every sample', default: true },
  },
  ({ path = 'metrics.csv', stream, samples = true }: CsvOptions = {}): Observer => {
    const lines = new LineWriter(stream ?? path);
    let header = csvRow(['type', 'done', 'epoch', 'name', 'value']);
    let epoch = 0;
    let done = 0;
    let tally = emptyTally();

    const write = (type: string, figures: Readonly<Record<string, number>>): void | Promise<void> => {
      const rows = Object.entries(figures).map(([name, value]) => csvRow([type, done, epoch, name, value]));
      const text = header + rows.join('');
      header = '';
      return lines.write(text);
    };

    return {
      name: 'csv',
      delivery: { pause: 1024 },
      on: {
        'run:start': () => {
          epoch = 0;
          done = 0;
          tally = emptyTally();
          return write('run:start', {});
        },
        'epoch:start': (event) => {
          epoch = event.epoch;
          tally = emptyTally();
        },
        'sample:end': (event) => {
          const { spikes, label, predicted } = event;
          ({ epoch, done } = event);
          tally.samples++;
          tally.spikes += spikes;
          if (predicted >= 0) tally.classified++;
          if (predicted >= 0 && predicted === label) tally.right++;
          if (samples) return write('sample:end', { spikes, label, predicted });
        },
        'batch:end': (event) => {
          ({ epoch, done } = event);
          tally.samples += event.samples;
          tally.classified += event.samples;
          tally.right += event.right;
          tally.loss += event.loss * event.samples;
          if (samples) return write('batch:end', { loss: event.loss, right: event.right });
        },
        'epoch:end': (event) => {
          epoch = event.epoch;
          const { samples: count, loss, spikes } = tally;
          const mean = loss > 0 ? { loss: loss / count } : { spikes: spikes / Math.max(1, count) };
          const accuracy = tally.classified > 0 ? { accuracy: tally.right / count } : {};
          return write('epoch:end', { samples: count, ...mean, ...accuracy });
        },
        metric: (event) => {
          done = event.done;
          return write('metric', { [event.name]: event.value });
        },
        'run:end': ({ results }) => write('run:end', results),
      },
      close: () => lines.close(),
    };
  },
  { summary: 'Writes the figures of a run as CSV, one figure a row.' },
);
