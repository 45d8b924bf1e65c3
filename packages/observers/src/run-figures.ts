import type { Events } from '@n3ml/core';
import { SlidingMean } from './sliding-mean.ts';

/** Samples that a running figure looks back on. */
const window = 1000;

/** What the samples of a run have shown lately: the share that was right, and the output spikes of an image or the loss of a network without spikes. */
export class RunFigures {
  readonly #right = new SlidingMean(window);
  readonly #spikes = new SlidingMean(window);
  readonly #loss = new SlidingMean(window);
  #predicts = false;

  add({ label, predicted, spikes }: Events['sample:end']): void {
    this.#spikes.add(spikes);
    this.#right.add(predicted >= 0 && predicted === label ? 1 : 0);
    if (predicted >= 0) this.#predicts = true;
  }

  addBatch({ samples, right, loss }: Events['batch:end']): void {
    for (let k = 0; k < samples; k++) {
      this.#right.add(k < right ? 1 : 0);
      this.#loss.add(loss);
    }
    this.#predicts = true;
  }

  /** A fraction; undefined until a sample has been given a class. A sample without one (-1) counts as wrong. */
  get accuracy(): number | undefined {
    return this.#predicts ? this.#right.mean : undefined;
  }

  /** Mean output spikes of a sample; NaN before the first. */
  get spikes(): number {
    return this.#spikes.mean;
  }

  /** Mean loss of a sample; NaN where none was reported. */
  get loss(): number {
    return this.#loss.mean;
  }
}
