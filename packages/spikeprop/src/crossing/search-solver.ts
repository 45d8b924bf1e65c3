import type { Response } from '../response/response.ts';
import type { CrossingSolver } from './crossing-solver.ts';
import type { Potential } from './potential.ts';
import { potentialSolver } from './potential-solver.ts';
import { risingRoot } from './rising-root.ts';

/**
 * Crossings of any response: the potential is looked at on a grid of `step` ms from the first arrival on, and what is found there is refined by
 * `risingRoot` to 1e-12 ms. Where it stays below the threshold at two neighbouring points but rises at the first and falls at the second, the maximum
 * between them is found by halving and looked at too, so a crossing as short as a tangent is caught. What a grid can't see is a potential that
 * goes up, down and up again between two points.
 *
 * @param step @default 0.1 ms
 */
export const searchSolver = (response: Response, step = 0.1): CrossingSolver =>
  potentialSolver(response, (curve, threshold, first, end) => {
    let low = first;
    for (let point = 1; low < end; point++) {
      const high = Math.min(first + point * step, end);
      const reached = curve.value(high) >= threshold ? high : peakAbove(curve, threshold, low, high);
      if (reached !== undefined) return risingRoot(curve, threshold, low, reached);
      low = high;
    }
    return Infinity;
  });

/** Where the maximum between two points that are below the threshold is, if it isn't. */
function peakAbove(curve: Potential, threshold: number, low: number, high: number): number | undefined {
  if (!(curve.slope(low) > 0 && curve.slope(high) < 0)) return undefined;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (curve.slope(middle) > 0) low = middle;
    else high = middle;
  }
  return curve.value(high) >= threshold ? high : undefined;
}
