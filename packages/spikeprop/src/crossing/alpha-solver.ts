import type { Arrivals } from './arrivals.ts';
import type { CrossingSolver } from './crossing-solver.ts';
import { risingRoot } from './rising-root.ts';

/**
 * Crossings of the alpha response, exactly. From one arrival to the next the potential is `v(x) = (q + p x) e^(-x)`, x being the time since the arrival in
 * units of tau: an arrival adds `w e` to p, and the time between two multiplies by `e^-x`. With p > 0 it has one maximum, `p e^(q/p - 1)` at
 * `x = 1 - q / p`, and rises up to there; otherwise it can't rise to a threshold above 0. So each stretch tells by itself whether it is in
 * there, and `risingRoot` finds the place to 1e-12 tau.
 *
 * That is stronger than a bracketing on a grid: a crossing between two grid points, or one that just touches the threshold, can't be missed. And
 * the exponentials are those of the arrivals, shared by all neurons of a layer: a neuron costs a few multiplications an arrival.
 */
export function alphaSolver(tau: number): CrossingSolver {
  let arrivals: Arrivals | undefined;
  /** Time from each arrival to the next, in units of tau, and e^-that. */
  let gaps = new Float64Array(0);
  let decays = new Float64Array(0);
  const stretch = {
    p: 0,
    q: 0,
    value: (x: number): number => (stretch.q + stretch.p * x) * Math.exp(-x),
    slope: (x: number): number => (stretch.p - stretch.q - stretch.p * x) * Math.exp(-x),
  };

  return {
    prepare(next) {
      arrivals = next;
      const { times, count } = next;
      if (gaps.length < count) {
        gaps = new Float64Array(times.length);
        decays = new Float64Array(times.length);
      }
      for (let k = 0; k < count; k++) {
        const gap = k + 1 < count ? (times[k + 1]! - times[k]!) / tau : Infinity;
        gaps[k] = gap;
        decays[k] = Math.exp(-gap);
      }
    },
    find(weights, row, threshold, horizon) {
      if (!arrivals) return Infinity;
      const { times, synapses, count } = arrivals;
      let p = 0;
      let q = 0;
      for (let k = 0; k < count; k++) {
        p += weights[row + synapses[k]!]! * Math.E;
        const gap = gaps[k]!;
        const decay = decays[k]!;
        // The maximum is at most p where it lies ahead.
        if (p >= threshold && p > q && gap > 0) {
          const peak = 1 - q / p;
          const end = Math.min(peak, gap);
          if ((q + p * end) * (peak < gap ? Math.exp(-peak) : decay) >= threshold) {
            stretch.p = p;
            stretch.q = q;
            const time = times[k]! + tau * risingRoot(stretch, threshold, 0, end);
            return time <= horizon ? time : Infinity;
          }
        }
        q = (q + p * gap) * decay;
        p *= decay;
      }
      return Infinity;
    },
  };
}
