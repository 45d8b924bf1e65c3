import { defineFactory, N3mlError } from '@n3ml/core';
import { positive } from '../positive.ts';
import type { Response } from './response.ts';

/** Options of {@link doubleExponential}. */
export interface DoubleExponentialOptions {
  /** Time constant of the decay, in ms. @default 7 */
  readonly tau?: number;
  /** Time constant of the rise, below tau, in ms. @default 2 */
  readonly tauRise?: number;
}

/**
 * A response with a rise and a decay of their own: `eps(u) = (e^(-u / tau) - e^(-u / tauRise)) / h`, with h such that its maximum is 1.
 *
 * @throws N3mlError N3ML_BAD_OPTION where a time constant is not above 0, or tauRise is not below tau
 */
export const doubleExponential = defineFactory<Response, DoubleExponentialOptions>(
  "response 'double-exponential'",
  {
    tau: { type: 'number', describe: 'time constant of the decay', unit: 'ms', default: 7 },
    tauRise: { type: 'number', describe: 'time constant of the rise', unit: 'ms', default: 2 },
  },
  ({ tau, tauRise }) => {
    positive("response 'double-exponential'", 'tau', tau);
    positive("response 'double-exponential'", 'tauRise', tauRise);
    if (tauRise >= tau) {
      throw new N3mlError(
        'N3ML_BAD_OPTION',
        `Option 'tauRise' of response 'double-exponential' is ${tauRise}, not below tau (${tau}); give a smaller one, or use response 'alpha'.`,
        { details: { tau, tauRise } },
      );
    }
    const peak = (Math.log(tau / tauRise) * tau * tauRise) / (tau - tauRise);
    const height = Math.exp(-peak / tau) - Math.exp(-peak / tauRise);
    return {
      value: (u) => (u > 0 ? (Math.exp(-u / tau) - Math.exp(-u / tauRise)) / height : 0),
      slope: (u) => (u >= 0 ? (Math.exp(-u / tauRise) / tauRise - Math.exp(-u / tau) / tau) / height : 0),
      reach: 40 * tau,
    };
  },
  { summary: 'The difference of two exponentials: rise and decay have a time constant of their own, and the maximum is 1.' },
);
