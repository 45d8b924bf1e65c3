import type { Spread } from './diagnosis.ts';

/** Smallest, middle and largest of at least one number; the mean of the two in the middle of an even number. */
export function spread(values: Float32Array): Spread {
  const sorted = values.toSorted();
  const half = (sorted.length - 1) / 2;
  return { min: sorted[0]!, median: (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2, max: sorted.at(-1)! };
}
