import type { EventHandlers } from '@n3ml/core';
import { SlidingMean } from '../sliding-mean.ts';
import { Family } from './exposition.ts';

/** Samples that the accuracy is a mean over. */
const WINDOW = 1000;

/** The figures of a run, kept up to date by its events. */
export class RunMetrics {
  readonly #run = new Family('n3ml_run_info', 'gauge', 'What runs; always 1.');
  readonly #running = new Family('n3ml_running', 'gauge', '1 while a run goes on, else 0.');
  readonly #epoch = new Family('n3ml_epoch', 'gauge', 'Epoch, from 0.');
  readonly #done = new Family('n3ml_samples_done', 'gauge', 'Samples done, those before a resume included.');
  readonly #total = new Family('n3ml_samples_planned', 'gauge', 'Samples of the whole run.');
  readonly #samples = new Family('n3ml_samples_total', 'counter', 'Samples that this process has done.');
  readonly #spikes = new Family('n3ml_spikes_total', 'counter', 'Output spikes of these samples.');
  readonly #accuracy = new Family(
    'n3ml_accuracy',
    'gauge',
    `Share of right answers among the newest ${WINDOW} samples that had one, or of the newest batch.`,
  );
  readonly #loss = new Family('n3ml_loss', 'gauge', 'Mean loss of the newest batch.');
  readonly #metric = new Family('n3ml_metric', 'gauge', 'Metrics of the model, by name.');
  readonly #dropped = new Family('n3ml_events_dropped_total', 'counter', 'Events that an observer was too slow for.');
  readonly #failed = new Family('n3ml_observers_failed_total', 'counter', 'Observers that threw and were detached.');
  #right = new SlidingMean(WINDOW);

  readonly handlers: EventHandlers = {
    'run:start': ({ verb, model, data, synthetic }) => {
      this.#run.clear();
      this.#run.set(1, { verb, model, data, synthetic: String(synthetic) });
      this.#running.set(1);
      this.#right = new SlidingMean(WINDOW);
    },
    'run:end': () => this.#running.set(0),
    'epoch:start': ({ epoch }) => this.#epoch.set(epoch),
    'sample:end': ({ done, total, spikes, label, predicted }) => {
      this.#done.set(done);
      this.#total.set(total);
      this.#samples.add(1);
      this.#spikes.add(spikes);
      if (predicted < 0) return;
      this.#right.add(predicted === label ? 1 : 0);
      this.#accuracy.set(this.#right.mean);
    },
    'batch:end': ({ done, total, samples, loss, right }) => {
      this.#done.set(done);
      this.#total.set(total);
      this.#samples.add(samples);
      this.#loss.set(loss);
      this.#accuracy.set(right / samples);
    },
    metric: ({ name, value }) => this.#metric.set(value, { name }),
    'bus:dropped': ({ observer, event, count }) => this.#dropped.add(count, { observer, event }),
    'observer:error': ({ observer, code }) => this.#failed.add(1, { observer, code }),
  };

  /** All of them in the text format. */
  toString(): string {
    const run = [this.#run, this.#running, this.#epoch, this.#done, this.#total];
    const work = [this.#samples, this.#spikes, this.#accuracy, this.#loss, this.#metric];
    return [...run, ...work, this.#dropped, this.#failed].join('');
  }
}
