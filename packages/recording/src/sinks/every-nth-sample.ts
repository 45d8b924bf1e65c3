import { N3mlError, type RunEvent } from '@n3ml/core';
import { defer, filter, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * Of the samples of a run, the first and then every n-th: the `spikes` of the others and their `sample:end` are left out. All other events pass.
 *
 * @throws N3mlError N3ML_BAD_OPTION where n is no positive whole number
 * @example bus.on(['spikes', 'sample:end']).pipe(everyNthSample(100)).subscribe(...)
 */
export function everyNthSample<E extends RunEvent>(n: number): MonoTypeOperatorFunction<E> {
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new N3mlError('N3ML_BAD_OPTION', `everyNthSample takes a positive whole number, not ${n}.`, { details: { n } });
  }
  return (events) =>
    defer(() => {
      let sample = 0;
      return events.pipe(
        filter(({ type }) => {
          if (type !== 'spikes' && type !== 'sample:end') return true;
          const passes = sample % n === 0;
          if (type === 'sample:end') sample++;
          return passes;
        }),
      );
    });
}
