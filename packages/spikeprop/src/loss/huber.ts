import { defineFactory } from '@n3ml/core';
import type { TimeLoss } from './time-loss.ts';

/** Options of {@link huber}. */
export interface HuberOptions {
  /** The error up to which it is squared, in ms. @default 2 */
  readonly width?: number;
}

/**
 * Squared for errors up to `width`, then as steep as there: one output that fires much too late doesn't outweigh all the others.
 *
 * P. J. Huber, "Robust estimation of a location parameter", The Annals of Mathematical Statistics 35 (1964).
 */
export const huber = defineFactory<TimeLoss, HuberOptions>(
  "loss 'huber'",
  { width: { type: 'number', describe: 'error up to which it is squared', unit: 'ms', default: 2, min: 1e-9 } },
  ({ width }) => ({
    value(time, target) {
      const error = Math.abs(time - target);
      return error <= width ? error ** 2 / 2 : width * (error - width / 2);
    },
    slope: (time, target) => Math.max(-width, Math.min(width, time - target)),
  }),
  {
    summary: "Squared for small errors and linear beyond: one output that fires much too late doesn't outweigh all the others.",
    source: 'P. J. Huber, "Robust estimation of a location parameter", The Annals of Mathematical Statistics 35 (1964)',
  },
);
