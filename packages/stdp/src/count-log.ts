/** Keeps the spike counts of many samples in as little room as they have spiking neurons, and gives them back one after the other. */
export class CountLog {
  readonly #neurons: number;
  /** For each sample the number of its spiking neurons, then neuron and count for each of them. */
  readonly #entries: number[] = [];

  constructor(neurons: number) {
    this.#neurons = neurons;
  }

  /** @param counts spikes of each neuron: [neurons], copied */
  add(counts: ArrayLike<number>): void {
    const start = this.#entries.push(0) - 1;
    for (let j = 0; j < counts.length; j++) {
      if (counts[j] === 0) continue;
      this.#entries.push(j, counts[j]!);
      this.#entries[start]!++;
    }
  }

  /** Calls `visit` for each sample, in the order in which they were added. The counts are borrowed. */
  each(visit: (counts: Uint32Array, sample: number) => void): void {
    const counts = new Uint32Array(this.#neurons);
    for (let k = 0, sample = 0; k < this.#entries.length; sample++) {
      counts.fill(0);
      const end = k + 1 + 2 * this.#entries[k]!;
      for (k++; k < end; k += 2) counts[this.#entries[k]!] = this.#entries[k + 1]!;
      visit(counts, sample);
    }
  }
}
