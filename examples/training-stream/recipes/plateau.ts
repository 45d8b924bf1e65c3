import type { RunEvent } from '@n3ml/core';
import { filter, map, type OperatorFunction, scan } from 'rxjs';

/** When a metric counts as one that no longer grows. */
export interface PlateauOptions {
  /** So many values without a gain. */
  readonly patience: number;
  /** What counts as a gain over the best value before. */
  readonly gain: number;
}

interface Course {
  readonly best: number;
  readonly since: number;
}

/** Gives the best value each time when a metric has not gained on it for some time. */
export const plateau = ({ patience, gain }: PlateauOptions): OperatorFunction<RunEvent<'metric'>, number> => {
  const start: Course = { best: -Infinity, since: 0 };
  return (metrics) =>
    metrics.pipe(
      scan(({ best, since }, { value }): Course => (value > best + gain ? { best: value, since: 0 } : { best, since: since + 1 }), start),
      filter(({ since }) => since === patience),
      map(({ best }) => best),
    );
};
