import type { EventBus, Events } from '@n3ml/core';

/** Samples from one `metric` event to the next. */
const METRIC_EVERY = 1000;

/** What one batch has shown. */
export interface BatchReport extends Omit<Events['batch:end'], 'loss'> {
  /** Sum over the samples. */
  readonly loss: number;
}

/** Tells the bus how a training run goes: every batch, and the means over about 1000 samples as metrics. */
export class TrainingEvents {
  readonly #batchEnd;
  readonly #metric;
  #samples = 0;
  #loss = 0;
  #right = 0;

  constructor(bus: EventBus) {
    this.#batchEnd = bus.channel('batch:end');
    this.#metric = bus.channel('metric');
  }

  batch({ loss, ...report }: BatchReport): void {
    const { samples, right, done } = report;
    if (this.#batchEnd.active) this.#batchEnd.emit({ ...report, loss: loss / samples });
    this.#samples += samples;
    this.#loss += loss;
    this.#right += right;
    if (this.#samples >= METRIC_EVERY) this.flush(done);
  }

  /** The metrics of what was not reported yet: an epoch ends. */
  flush(done: number): void {
    if (this.#samples === 0) return;
    this.metrics({ loss: this.#loss / this.#samples, accuracy: this.#right / this.#samples }, done);
    [this.#samples, this.#loss, this.#right] = [0, 0, 0];
  }

  metrics(values: Readonly<Record<string, number>>, done: number): void {
    for (const [name, value] of Object.entries(values)) this.#metric.emit({ name, value, done });
  }
}
