import type { Tensors } from '@n3ml/core';
import { labelNeurons, NO_LABEL, RateVote } from './rate-vote.ts';

/** How much less a sample weighs than the one after it: the figures speak of about the last 1000. */
const GROWTH = 1 / (1 - 1e-3);
/** Samples from one labelling of the neurons to the next. */
const RELABEL_EVERY = 100;
/** Where the growing weight is scaled back to 1, long before it overflows. */
const LARGEST_WEIGHT = 1e100;

/**
 * Accuracy while learning goes on: each sample is predicted from what its predecessors have shown, then added to the table. Labels serve this figure alone.
 *
 * The table forgets by letting each sample weigh more than the one before, so a sample costs as much as its spikes, not as the whole table.
 */
export class RunningAccuracy {
  readonly #classes: number;
  /** Weighted spikes: [neurons x classes]. */
  readonly #spikes: Float64Array;
  /** Weighted number of samples by label: [classes]. */
  readonly #shown: Float64Array;
  readonly #labels: Int32Array;
  #vote: RateVote;
  #weight = 1;
  #hits = 0;
  #samples = 0;

  constructor(neurons: number, classes: number) {
    this.#classes = classes;
    this.#spikes = new Float64Array(neurons * classes);
    this.#shown = new Float64Array(classes);
    this.#labels = new Int32Array(neurons).fill(NO_LABEL);
    this.#vote = new RateVote(this.#labels, classes);
  }

  /** The fraction of right predictions, recent ones weighing more. 0 before the first sample. */
  get value(): number {
    const shown = this.#shown.reduce((sum, value) => sum + value, 0);
    return shown === 0 ? 0 : this.#hits / shown;
  }

  /** Predicts a sample, then learns its label from it; returns the prediction. */
  add(counts: Uint32Array, label: number): number {
    const predicted = this.#vote.predict(counts);
    const weight = this.#weight;
    if (predicted === label) this.#hits += weight;
    this.#shown[label]! += weight;
    for (let j = 0; j < counts.length; j++) {
      if (counts[j]! > 0) this.#spikes[j * this.#classes + label]! += weight * counts[j]!;
    }
    this.#weight *= GROWTH;
    if (this.#weight > LARGEST_WEIGHT) this.#rescale();
    this.#samples++;
    if (this.#samples % RELABEL_EVERY === 0) this.#relabel();
    return predicted;
  }

  #rescale(): void {
    const scale = 1 / this.#weight;
    for (const values of [this.#spikes, this.#shown]) for (let k = 0; k < values.length; k++) values[k]! *= scale;
    this.#hits *= scale;
    this.#weight = 1;
  }

  #relabel(): void {
    const rates = this.#spikes.map((spikes, k) => (spikes === 0 ? 0 : spikes / this.#shown[k % this.#classes]!));
    labelNeurons(rates, this.#classes, this.#labels);
    this.#vote = new RateVote(this.#labels, this.#classes);
  }

  /** All of it, as tensors for a checkpoint: copies. */
  save(): Tensors {
    const neurons = this.#labels.length;
    return {
      'running/spikes': { shape: [neurons, this.#classes], data: this.#spikes.slice() },
      'running/shown': { shape: [this.#classes], data: this.#shown.slice() },
      'running/labels': { shape: [neurons], data: this.#labels.slice() },
      'running/totals': { shape: [3], data: Float64Array.of(this.#weight, this.#hits, this.#samples) },
    };
  }

  /** Goes on from what `save` gave; tensors that are missing leave it as it is. */
  load(tensors: Tensors): void {
    const totals = tensors['running/totals']?.data;
    if (totals === undefined) return;
    this.#spikes.set(tensors['running/spikes']?.data ?? []);
    this.#shown.set(tensors['running/shown']?.data ?? []);
    this.#labels.set(tensors['running/labels']?.data ?? []);
    [this.#weight, this.#hits, this.#samples] = [totals[0]!, totals[1]!, totals[2]!];
    this.#vote = new RateVote(this.#labels, this.#classes);
  }
}
