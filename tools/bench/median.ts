/** The middle of some measurements, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * @param values at least one
 * @throws RangeError where there is none
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError('The median of no measurements is not defined: measure at least once.');
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? max;
  return { median: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? min) + upper) / 2, min, max };
}

/**
 * The value below which a share of some measurements lies: that of the nearest rank.
 *
 * @param values at least one
 * @param share 0 to 1
 */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)]!;

/**
 * Where the median of what was measured lies, with a probability of 95 %: as many of the smallest and of the largest measurements are left out as chance allows
 * (binomial, no assumption on the distribution). Fewer than six measurements can't tell: it is all of their range then.
 *
 * @param values at least one
 */
export function medianInterval(values: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  let [left, tail, term] = [0, 0, 0.5 ** sorted.length];
  while (tail + term <= 0.025) {
    tail += term;
    left++;
    term *= (sorted.length - left + 1) / left;
  }
  const outermost = Math.max(0, left - 1);
  return { low: sorted[outermost]!, high: sorted[sorted.length - 1 - outermost]! };
}
