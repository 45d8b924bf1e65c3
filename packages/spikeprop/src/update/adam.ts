import { defineFactory } from '@n3ml/core';
import type { Update } from './update.ts';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Learning rate (alpha). @default 0.01 */
  readonly rate?: number;
  /** @default 0.9 */
  readonly beta1?: number;
  /** @default 0.999 */
  readonly beta2?: number;
  /** @default 1e-8 */
  readonly epsilon?: number;
}

/** Adam. Kingma & Ba, "Adam: a method for stochastic optimization", ICLR (2015), algorithm 1. */
export const adam = defineFactory<Update, AdamOptions>(
  "update 'adam'",
  {
    rate: { type: 'number', describe: 'learning rate', default: 0.01, min: 0 },
    beta1: { type: 'number', describe: 'how long the mean of the gradient lasts', default: 0.9, min: 0, max: 1 - 1e-9 },
    beta2: { type: 'number', describe: 'how long the mean of its square lasts', default: 0.999, min: 0, max: 1 - 1e-9 },
    epsilon: { type: 'number', describe: 'added to the root of the mean square', default: 1e-8, min: 0 },
  },
  ({ rate, beta1, beta2, epsilon }) => ({
    memory: { mean: 0, square: 0 },
    step(weights, gradient, { mean, square }, count) {
      const [correction1, correction2] = [1 - beta1 ** count, 1 - beta2 ** count];
      for (let k = 0; k < weights.length; k++) {
        const g = gradient[k]!;
        mean![k] = beta1 * mean![k]! + (1 - beta1) * g;
        square![k] = beta2 * square![k]! + (1 - beta2) * g * g;
        weights[k]! -= (rate * mean![k]!) / correction1 / (Math.sqrt(square![k]! / correction2) + epsilon);
      }
    },
  }),
  {
    summary: 'Gradient descent in steps that the running mean and mean square of each gradient scale.',
    source: 'D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR (2015), algorithm 1',
  },
);
