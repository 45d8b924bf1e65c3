import { N3mlError } from '@n3ml/core';

/**
 * The number of steps in which spikes may fall: those of `window` ms, or all of the sample where none is named.
 *
 * @throws N3mlError N3ML_BAD_OPTION where the window is shorter than a step or longer than the sample
 */
export function windowSteps(
  encoder: string,
  window: number | undefined,
  { steps, dt }: { readonly steps: number; readonly dt: number },
): number {
  if (window === undefined) return steps;
  const count = Math.round(window / dt);
  if (count >= 1 && count <= steps) return count;
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Encoder '${encoder}' has a window of ${window} ms, but a sample lasts ${steps * dt} ms in steps of ${dt} ms. Choose a window between the two.`,
    { details: { encoder, window, steps, dt } },
  );
}
