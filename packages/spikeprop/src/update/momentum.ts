import { defineFactory } from '@n3ml/core';
import type { Update } from './update.ts';

/** Options of {@link momentum}. */
export interface MomentumOptions {
  /** Learning rate (eta). @default 0.01 */
  readonly rate?: number;
  /** The part of a change that goes on in the next (mu). @default 0.9 */
  readonly decay?: number;
}

/** Gradient descent with momentum: `c <- decay * c - rate * dE/dw`, `w += c`. */
export const momentum = defineFactory<Update, MomentumOptions>(
  "update 'momentum'",
  {
    rate: { type: 'number', describe: 'learning rate', default: 0.01, min: 0 },
    decay: { type: 'number', describe: 'part of a change that goes on in the next', default: 0.9, min: 0, max: 1 },
  },
  ({ rate, decay }) => ({
    memory: { change: 0 },
    step(weights, gradient, { change }) {
      for (let k = 0; k < weights.length; k++) {
        change![k] = decay * change![k]! - rate * gradient[k]!;
        weights[k]! += change![k]!;
      }
    },
  }),
  { summary: 'Gradient descent in which part of each change goes on in the next.' },
);
