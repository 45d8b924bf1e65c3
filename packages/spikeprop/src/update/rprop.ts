import { defineFactory } from '@n3ml/core';
import type { Update } from './update.ts';

/** Options of {@link rprop}. */
export interface RpropOptions {
  /** The first step of every weight. @default 0.01 */
  readonly rate?: number;
  /** Factor of a step while the gradient keeps its sign. @default 1.2 */
  readonly grow?: number;
  /** Factor of a step where the sign changes. @default 0.5 */
  readonly shrink?: number;
  /** The smallest step. @default 1e-6 */
  readonly smallest?: number;
  /** The largest step. @default 1 */
  readonly largest?: number;
}

/**
 * RProp: each weight has a step of its own, which only the sign of its gradient changes; where that has just turned, the weight rests once. Made for
 * whole epochs: give the model `batch` as large as the training set.
 *
 * Riedmiller & Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", IEEE International Conference on
 * Neural Networks (1993), in the variant without backtracking (RPROP-).
 */
export const rprop = defineFactory<Update, RpropOptions>(
  "update 'rprop'",
  {
    rate: { type: 'number', describe: 'first step of every weight', default: 0.01, min: 0 },
    grow: { type: 'number', describe: 'factor of a step while the gradient keeps its sign', default: 1.2, min: 1 },
    shrink: { type: 'number', describe: 'factor of a step where the sign changes', default: 0.5, min: 0, max: 1 },
    smallest: { type: 'number', describe: 'smallest step', default: 1e-6, min: 0 },
    largest: { type: 'number', describe: 'largest step', default: 1, min: 0 },
  },
  ({ rate, grow, shrink, smallest, largest }) => ({
    memory: { size: rate, sign: 0 },
    step(weights, gradient, { size, sign }) {
      for (let k = 0; k < weights.length; k++) {
        const now = Math.sign(gradient[k]!);
        const agreement = now * sign![k]!;
        if (agreement > 0) size![k] = Math.min(largest, size![k]! * grow);
        if (agreement < 0) size![k] = Math.max(smallest, size![k]! * shrink);
        weights[k]! -= now * size![k]!;
        sign![k] = now;
      }
    },
  }),
  {
    summary: 'Each weight has a step of its own, which only the sign of its gradient changes; made for whole epochs.',
    source:
      'M. Riedmiller, H. Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", IEEE International Conference on Neural Networks (1993)',
    differs: 'The variant without backtracking (RPROP-).',
  },
);
