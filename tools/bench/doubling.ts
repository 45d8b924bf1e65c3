/** 1, 2, 4 ... up to `most`, and `most` itself. */
export function doublingUpTo(most: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}
