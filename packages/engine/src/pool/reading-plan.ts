import { N3mlError, type PoolRunOptions, type Reading } from '@n3ml/core';
import { checkSteps } from '../executors/check-run.ts';
import { checkVariable, populationNamed } from '../executors/lookup.ts';
import type { Plan } from '../plan/plan.ts';

/** A reading, checked, with its place in a sample's row of values. Plain data, so that it can be sent to a worker. */
export interface PlannedReading {
  readonly name: string;
  /** Index of the population. */
  readonly population: number;
  /** The spike counts where there is none. */
  readonly variable: string | undefined;
  readonly at: readonly number[];
  readonly total: boolean;
  /** Numbers that one reading brings, at each step of `at`. */
  readonly width: number;
  /** Where the first of them stands in the row. */
  readonly start: number;
}

/** What is read from each sample, and when. */
export interface ReadingPlan {
  readonly readings: readonly PlannedReading[];
  /** The steps after which a stretch of the run ends: those of all readings, and the last; ascending. */
  readonly ends: readonly number[];
  /** Numbers that a sample brings. */
  readonly rowLength: number;
}

/**
 * @throws N3mlError N3ML_BAD_STEPS; N3ML_UNKNOWN_POPULATION, N3ML_UNKNOWN_SYMBOL for what can't be read; N3ML_BAD_READING where `at` doesn't ascend within the
 * steps of the run
 */
export function planReadings(
  plan: Plan,
  { steps, readings }: Pick<PoolRunOptions<Readonly<Record<string, Reading>>>, 'steps' | 'readings'>,
): ReadingPlan {
  checkSteps(steps);
  const ends = new Set([steps]);
  let start = 0;
  const planned = Object.entries(readings).map(([name, { population, variable, at = [steps], total = false }]): PlannedReading => {
    const { index, size, ...rest } = populationNamed(plan, population);
    if (variable !== undefined) checkVariable({ index, size, ...rest }, variable);
    checkAt(name, at, steps);
    for (const step of at) ends.add(step);
    const width = total ? 1 : size;
    const reading = { name, population: index, variable, at, total, width, start };
    start += at.length * width;
    return reading;
  });
  return { readings: planned, ends: [...ends].sort((a, b) => a - b), rowLength: start };
}

function checkAt(name: string, at: readonly number[], steps: number): void {
  for (const [k, step] of at.entries()) {
    if (Number.isInteger(step) && step >= 1 && step <= steps && !(step <= at[k - 1]!)) continue;
    throw new N3mlError(
      'N3ML_BAD_READING',
      `Reading '${name}' is taken after ${at.join(', ')} steps; give whole numbers that ascend from 1 to ${steps}, the steps of the run.`,
      { details: { reading: name, step, steps } },
    );
  }
}
