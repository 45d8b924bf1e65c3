import { defineFactory } from '@n3ml/core';
import { alphaSolver } from '../crossing/alpha-solver.ts';
import { positive } from '../positive.ts';
import type { Response } from './response.ts';

/** Options of {@link alpha}. */
export interface AlphaOptions {
  /** Time constant, and the time of the maximum, in ms. @default 7 */
  readonly tau?: number;
}

/**
 * The response of the paper: `eps(u) = (u / tau) e^(1 - u / tau)`, which rises to 1 at `u = tau`. Crossings are found in closed form, see {@link alphaSolver}.
 *
 * @throws N3mlError N3ML_BAD_OPTION where tau is not above 0
 * @see Bohte, Kok & La Poutré, Error-backpropagation in temporally encoded networks of spiking neurons, Neurocomputing 48 (2002), equation 4
 */
export const alpha = defineFactory<Response, AlphaOptions>(
  "response 'alpha'",
  { tau: { type: 'number', describe: 'time constant', unit: 'ms', default: 7 } },
  ({ tau }) => {
    positive("response 'alpha'", 'tau', tau);
    return {
      value(u) {
        const x = u / tau;
        return x > 0 ? x * Math.exp(1 - x) : 0;
      },
      slope(u) {
        const x = u / tau;
        return x >= 0 ? ((1 - x) * Math.exp(1 - x)) / tau : 0;
      },
      reach: 40 * tau,
      solver: () => alphaSolver(tau),
    };
  },
  {
    summary: 'Rises to 1 after the time constant and decays: crossings of the threshold are found in closed form.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0, equation 4',
  },
);
