import { SpikeColumns } from './spike-columns.ts';
import type { SpikesMessage } from './wire/messages.ts';

/** Spikes of a population that are kept at most. */
const LIMIT = 200_000;
const MOST_POPULATIONS = 64;

/** The spikes of one sample, population by population. The memory is used again for the next. */
export class SpikeSample {
  readonly #columns = new Map<string, SpikeColumns>();
  #begun = 0;
  #lastStep = 0;

  /** @param done samples before it */
  begin(done: number): void {
    this.#begun = done;
    this.#clear();
  }

  /** Whether there was ever a spike. */
  get hasPopulations(): boolean {
    return this.#columns.size > 0;
  }

  get isEmpty(): boolean {
    return [...this.#columns.values()].every(({ length }) => length === 0);
  }

  add(population: string, step: number, ids: Uint32Array): void {
    let columns = this.#columns.get(population);
    if (!columns) {
      if (this.#columns.size === MOST_POPULATIONS) return;
      columns = new SpikeColumns(LIMIT);
      this.#columns.set(population, columns);
    }
    // A sample may be shown again, and brighter, when too few neurons answered: it is the last time that counts.
    if (step < columns.lastStep) this.#clear();
    columns.add(step, ids);
    if (step > this.#lastStep) this.#lastStep = step;
  }

  /**
   * @param steps of a sample, where they are known
   * @param dt length of a step in ms
   */
  message(
    { steps, dt }: { readonly steps: number; readonly dt: number },
    answer: Pick<SpikesMessage, 'label' | 'predicted'>,
  ): SpikesMessage {
    const kept = [...this.#columns.values()];
    const length = kept.reduce((sum, columns) => sum + columns.length, 0);
    const [allSteps, allIds] = [new Uint32Array(length), new Uint32Array(length)];
    let place = 0;
    for (const columns of kept) {
      allSteps.set(columns.steps, place);
      allIds.set(columns.ids, place);
      place += columns.length;
    }
    return {
      type: 'spikes',
      sample: this.#begun,
      ...answer,
      duration: Math.max(steps, this.#lastStep + 1),
      dt,
      cut: kept.some(({ cut }) => cut),
      populations: [...this.#columns].map(([name, columns]) => ({ name, spikes: columns.length })),
      steps: allSteps,
      ids: allIds,
    };
  }

  #clear(): void {
    for (const columns of this.#columns.values()) columns.clear();
    this.#lastStep = 0;
  }
}
