/** How far below the ANN an accuracy still counts as reached: one point. */
export const POINT = 0.01;

/** Whether an accuracy is within one point of another; the accuracies of few samples are coarse, and so are their differences in floating point. */
export const isWithinPoint = (accuracy: number, target: number): boolean => accuracy >= target - POINT - 1e-9;

/** The first number of steps from which on the accuracy stays within one point of `target`. */
export function latencyOf(curve: readonly { readonly steps: number; readonly accuracy: number }[], target: number): number | undefined {
  const lastBelow = curve.findLastIndex(({ accuracy }) => !isWithinPoint(accuracy, target));
  return curve[lastBelow + 1]?.steps;
}
