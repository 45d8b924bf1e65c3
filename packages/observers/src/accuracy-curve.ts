import type { Observer } from '@n3ml/core';
import { RunFigures } from './run-figures.ts';

/** One point of an accuracy curve. */
export interface CurvePoint {
  /** Samples done. */
  readonly done: number;
  /** A fraction. */
  readonly accuracy: number;
}

/** An observer that keeps the running accuracy of a run. */
export interface AccuracyCurve extends Observer {
  /** The points so far, by rising `done`. */
  points(): readonly CurvePoint[];
}

/**
 * Keeps the accuracy of a run for `reportHtml`: every metric `accuracy` or, where the run reports none, the share of the newest 1000 samples
 * that was classified right. Memory is bounded: beyond `maxPoints` points every second one is forgotten, and from then on as few are kept.
 *
 * @param maxPoints at least 2
 * @example
 * const curve = accuracyCurve();
 * bus.attach(curve);
 * // after the run
 * reportHtml({ ..., curve: curve.points() });
 */
export function accuracyCurve(maxPoints = 512): AccuracyCurve {
  let figures = new RunFigures();
  let points: CurvePoint[] = [];
  let fromMetric = false;
  let stride = 1;
  let seen = 0;

  const clear = (): void => {
    points = [];
    stride = 1;
    seen = 0;
  };
  const add = (done: number, accuracy: number): void => {
    if (seen++ % stride !== 0) return;
    points.push({ done, accuracy });
    if (points.length <= maxPoints) return;
    points = points.filter((_, k) => k % 2 === 0);
    stride *= 2;
  };

  return {
    name: 'accuracy-curve',
    on: {
      'run:start': () => {
        figures = new RunFigures();
        fromMetric = false;
        clear();
      },
      'sample:end': (event) => {
        figures.add(event);
        if (!fromMetric && figures.accuracy !== undefined) add(event.done, figures.accuracy);
      },
      metric: ({ name, value, done }) => {
        if (name !== 'accuracy') return;
        if (!fromMetric) clear();
        fromMetric = true;
        add(done, value);
      },
    },
    points: () => points,
  };
}
