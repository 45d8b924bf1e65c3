import { defineFactory } from '@n3ml/core';
import type { Update } from './update.ts';

/** Options of {@link gradientDescent}. */
export interface GradientDescentOptions {
  /** Learning rate (eta). @default 0.01 */
  readonly rate?: number;
}

/** The update of the paper: `w -= rate * dE/dw`. */
export const gradientDescent = defineFactory<Update, GradientDescentOptions>(
  "update 'gradient-descent'",
  { rate: { type: 'number', describe: 'learning rate', default: 0.01, min: 0 } },
  ({ rate }) => ({
    memory: {},
    step(weights, gradient) {
      for (let k = 0; k < weights.length; k++) weights[k]! -= rate * gradient[k]!;
    },
  }),
  {
    summary: 'Each weight goes against its gradient, times the learning rate.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0',
  },
);
