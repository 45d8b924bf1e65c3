import type { Response } from '../response/response.ts';
import type { CrossingSolver } from './crossing-solver.ts';
import { potentialSolver } from './potential-solver.ts';

/**
 * Spike times as a simulation in steps has them: the first multiple of `step` at which the potential has reached the threshold, however short before.
 * For comparison with such simulations; gradients are those of the potential at that time.
 *
 * @param step in ms
 */
export const stepSolver = (response: Response, step: number): CrossingSolver =>
  potentialSolver(response, (curve, threshold, first, end) => {
    for (let tick = Math.ceil(first / step); tick <= end / step; tick++) {
      if (curve.value(tick * step) >= threshold) return tick * step;
    }
    return Infinity;
  });
