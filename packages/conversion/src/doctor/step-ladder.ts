/** 1, 2, 5, 10, 20, 50 ... up to `steps`, which is the last. */
export function stepLadder(steps: number): number[] {
  const ladder: number[] = [];
  for (let power = 1; power < steps; power *= 10) ladder.push(...[power, 2 * power, 5 * power].filter((rung) => rung < steps));
  return [...ladder, steps];
}
