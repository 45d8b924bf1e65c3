import type { CrossingSolver } from '../crossing/crossing-solver.ts';

/**
 * What one spike does to the potential of the neuron that it reaches, for a weight of 1: eps(u), u ms after its arrival. Continuous, 0 for u <= 0.
 */
export interface Response {
  /** eps(u). */
  value(u: number): number;
  /** eps'(u) in 1/ms; for u = 0 its limit from the right. */
  slope(u: number): number;
  /** Time after which a spike no longer matters, in ms: the threshold is looked for up to there after the last arrival. */
  readonly reach: number;
  /** Finds threshold crossings from this response's own mathematics. @default a search that works for any response, {@link searchSolver} */
  readonly solver?: () => CrossingSolver;
}
