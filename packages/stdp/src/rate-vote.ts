/** The assignment of a neuron that never spiked, and the prediction where nobody voted. */
export const NO_LABEL = -1;

/** The first index of the largest number; NO_LABEL where none is above 0. */
function largest(values: ArrayLike<number>, from: number, length: number): number {
  let best = NO_LABEL;
  let most = 0;
  for (let k = 0; k < length; k++) {
    const value = values[from + k]!;
    if (value > most) {
      most = value;
      best = k;
    }
  }
  return best;
}

/**
 * The label of each neuron: the one for which its mean rate is highest, the lowest of equals; NO_LABEL for a neuron that never spiked.
 *
 * @param rates [neurons x classes], row-major
 * @param out the labels: [neurons]
 */
export function labelNeurons(rates: ArrayLike<number>, classes: number, out: Int32Array): void {
  for (let j = 0; j < out.length; j++) out[j] = largest(rates, j * classes, classes);
}

/**
 * How labelled neurons vote: the label whose neurons spike most on average, the lowest of equals. A label without neurons can't win; NO_LABEL where no
 * labelled neuron spikes.
 *
 * Diehl & Cook 2015, doi:10.3389/fncom.2015.00099.
 */
export class RateVote {
  readonly #labels: Int32Array;
  readonly #members: Float64Array;
  readonly #votes: Float64Array;

  /** @param labels of the neurons: [neurons], read now and not kept */
  constructor(labels: Int32Array, classes: number) {
    this.#labels = labels.slice();
    this.#members = new Float64Array(classes);
    this.#votes = new Float64Array(classes);
    for (const label of labels) if (label >= 0) this.#members[label]!++;
  }

  /** @param counts spikes of each neuron: [neurons] */
  predict(counts: ArrayLike<number>): number {
    const votes = this.#votes.fill(0);
    for (let j = 0; j < counts.length; j++) {
      const label = this.#labels[j]!;
      if (counts[j]! > 0 && label >= 0) votes[label]! += counts[j]!;
    }
    for (let label = 0; label < votes.length; label++) {
      if (votes[label]! > 0) votes[label]! /= this.#members[label]!;
    }
    return largest(votes, 0, votes.length);
  }
}
