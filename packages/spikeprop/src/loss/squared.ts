import { defineFactory } from '@n3ml/core';
import type { TimeLoss } from './time-loss.ts';

/** The loss of the paper: `(t - t*)^2 / 2`. */
export const squared = defineFactory<TimeLoss, Record<never, never>>(
  "loss 'squared'",
  {},
  () => ({
    value: (time, target) => (time - target) ** 2 / 2,
    slope: (time, target) => time - target,
  }),
  {
    summary: 'Half the square of the difference between a spike time and its target.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0',
  },
);
