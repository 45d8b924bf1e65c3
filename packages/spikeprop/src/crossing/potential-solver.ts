import type { Response } from '../response/response.ts';
import type { Arrivals } from './arrivals.ts';
import type { CrossingSolver } from './crossing-solver.ts';
import { type Potential, potential } from './potential.ts';

/** Looks for the first crossing from the first arrival on to `end`, where the horizon or the response to the last arrival ends; Infinity where there is none. */
export type Search = (curve: Potential, threshold: number, first: number, end: number) => number;

/** A solver for any response, which looks at the potential from point to point. */
export function potentialSolver(response: Response, search: Search): CrossingSolver {
  const curve = potential(response);
  let arrivals: Arrivals | undefined;
  return {
    prepare(next) {
      arrivals = next;
    },
    find(weights, row, threshold, horizon) {
      if (!arrivals || arrivals.count === 0) return Infinity;
      curve.of(arrivals, weights, row);
      const { times, count } = arrivals;
      return search(curve, threshold, times[0]!, Math.min(horizon, times[count - 1]! + response.reach));
    },
  };
}
