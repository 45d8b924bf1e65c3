import { N3mlError, type Reading, type ReadingValues } from '@n3ml/core';
import type { ReadingPlan } from './reading-plan.ts';

/** What was read from all samples, by reading; 0 where nothing was. */
export class ReadingTable<R extends Readonly<Record<string, Reading>>> {
  readonly all: ReadingValues<R>;
  readonly #plan: ReadingPlan;

  /** @throws N3mlError N3ML_BAD_OPTION where the number of samples is none */
  constructor(plan: ReadingPlan, samples: number) {
    if (!Number.isInteger(samples) || samples < 0)
      throw new N3mlError('N3ML_BAD_OPTION', `A pool runs a whole number of samples, not ${samples}.`);
    this.#plan = plan;
    this.all = this.#byName(({ at, width }) => new Float64Array(samples * at.length * width));
  }

  /** Writes the row of sample k; gives its values by reading, as views. */
  set(k: number, row: Float64Array): ReadingValues<R> {
    return this.#byName(({ name, at, width, start }) => {
      const length = at.length * width;
      const own = this.all[name]!.subarray(k * length, (k + 1) * length);
      own.set(row.subarray(start, start + length));
      return own;
    });
  }

  #byName(values: (reading: ReadingPlan['readings'][number]) => Float64Array): ReadingValues<R> {
    // The plan has one reading for each key of R.
    return Object.fromEntries(this.#plan.readings.map((reading) => [reading.name, values(reading)])) as ReadingValues<R>;
  }
}
