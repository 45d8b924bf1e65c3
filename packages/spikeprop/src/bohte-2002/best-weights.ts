import { type Json, N3mlError, type Tensors } from '@n3ml/core';
import { tensorOf } from './learner.ts';

const TENSOR = 'best/weights';

/** The weights after the epoch in which the loss of the held-out samples was lowest. */
export class BestWeights {
  #weights: Float64Array | undefined;
  #loss = Infinity;
  /** The epoch, from 0; undefined before the first. */
  #epoch: number | undefined;

  /** Keeps a copy of the weights if they do better than those before. */
  consider(epoch: number, loss: number, weights: Float64Array): void {
    if (loss >= this.#loss) return;
    [this.#epoch, this.#loss, this.#weights] = [epoch, loss, weights.slice()];
  }

  /** Puts them in the place of `weights`; leaves these where none were kept. */
  restore(weights: Float64Array): void {
    if (this.#weights) weights.set(this.#weights);
  }

  /** What goes into the progress of a checkpoint. */
  get progress(): Readonly<Record<string, Json>> {
    return this.#epoch === undefined ? {} : { best: { epoch: this.#epoch, loss: this.#loss } };
  }

  /** What goes into its tensors: borrowed, never changed. */
  get tensors(): Tensors {
    return this.#weights ? { [TENSOR]: { shape: [this.#weights.length], data: this.#weights } } : {};
  }

  /**
   * @param size number of weights
   * @throws N3mlError N3ML_BAD_CHECKPOINT
   */
  load(progress: Readonly<Record<string, Json>>, tensors: Tensors, size: number): void {
    if (!(TENSOR in tensors)) return;
    const { epoch, loss } = (progress.best ?? {}) as Readonly<Record<string, Json>>;
    if (typeof epoch !== 'number' || typeof loss !== 'number') {
      throw new N3mlError(
        'N3ML_BAD_CHECKPOINT',
        `The checkpoint has a tensor '${TENSOR}', but doesn't say of which epoch: progress.best is ${JSON.stringify(progress.best)}.`,
        { details: { best: progress.best } },
      );
    }
    [this.#epoch, this.#loss, this.#weights] = [epoch, loss, tensorOf(tensors, TENSOR, size).slice()];
  }
}
