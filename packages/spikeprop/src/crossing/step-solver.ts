import type { Response } from '../response/response.ts';
import type { Arrivals } from './arrivals.ts';
import type { CrossingSolver } from './crossing-solver.ts';
import { potential } from './potential.ts';

/**
 * Spike times as a simulation in steps has them: the first multiple of `step` at which the potential has reached the threshold, however short before.
 * For comparison with such simulations; gradients are those of the potential at that time.
 *
 * @param step in ms
 */
export function stepSolver(response: Response, step: number): CrossingSolver {
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
      const last = Math.min(horizon, times[count - 1]! + response.reach) / step;
      for (let tick = Math.ceil(times[0]! / step); tick <= last; tick++) {
        if (curve.value(tick * step) >= threshold) return tick * step;
      }
      return Infinity;
    },
  };
}
