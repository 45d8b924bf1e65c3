import { expect } from 'vitest';

/** Every number within `tolerance` of its like, on the scale of the largest. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let scale = 1;
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    scale = Math.max(scale, Math.abs(expected[k]!));
    worst = Math.max(worst, Math.abs(actual[k]! - expected[k]!));
    if (Number.isNaN(actual[k])) worst = Infinity;
  }
  expect(worst / scale).toBeLessThan(tolerance);
}
