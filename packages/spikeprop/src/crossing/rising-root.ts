/** A curve with its slope. */
export interface Curve {
  value(x: number): number;
  slope(x: number): number;
}

/** The width in x at which a root is known well enough: far below the 1e-9 ms that are promised. */
const TOLERANCE = 1e-12;
const MOST_STEPS = 100;

/**
 * Where a curve that is below `level` at `low` and not below it at `high` reaches the level: Newton's steps while they stay between the ends, halving
 * where they don't. Beside a tangent crossing, where the slope vanishes, halving alone finds it.
 */
export function risingRoot(curve: Curve, level: number, low: number, high: number): number {
  let x = high;
  for (let step = 0; step < MOST_STEPS && high - low > TOLERANCE; step++) {
    const above = curve.value(x) - level;
    if (above >= 0) high = x;
    else low = x;
    const newton = x - above / curve.slope(x);
    if (Math.abs(newton - x) < TOLERANCE && newton >= low && newton <= high) return newton;
    // Written so that a step of NaN is halved too.
    x = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return high;
}
