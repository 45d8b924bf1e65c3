import type { RunEvent } from '@n3ml/core';
import { filter, map, type OperatorFunction, scan } from 'rxjs';

/** The share of right answers among the newest `window` samples that had one; once for each such sample. */
export const slidingAccuracy = (window: number): OperatorFunction<RunEvent<'sample:end'>, number> => {
  const none: readonly boolean[] = [];
  return (samples) =>
    samples.pipe(
      filter(({ predicted }) => predicted >= 0),
      scan((newest, { label, predicted }) => [...newest.slice(1 - window), label === predicted], none),
      map((newest) => newest.filter(Boolean).length / newest.length),
    );
};
