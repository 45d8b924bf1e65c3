import { defineFactory } from '@n3ml/core';
import type { TimeLoss } from './time-loss.ts';

/** The loss of the paper: `(t - t*)^2 / 2`. */
export const squared = defineFactory<TimeLoss, Record<never, never>>("loss 'squared'", {}, () => ({
  value: (time, target) => (time - target) ** 2 / 2,
  slope: (time, target) => time - target,
}));
