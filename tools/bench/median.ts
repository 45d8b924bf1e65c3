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
