import type { OptionSpecs } from '@n3ml/core';
import type { Way } from './way-to-run.ts';

/** Options of whatever runs a converted network. */
export interface RunOptions {
  /** @default 100 */
  readonly steps: number;
  /** @default 'auto' */
  readonly run: Way | 'auto';
  /** @default 50 */
  readonly batch: number;
  /** @default 0 */
  readonly seed: number;
}

/** Specs of {@link RunOptions}. */
export const runSpecs = {
  steps: { type: 'integer', describe: 'steps for which a sample is shown', default: 100, min: 1 },
  run: {
    type: 'string',
    describe: 'every neuron in every step, on tensors, or spike by spike; auto: the faster one',
    default: 'auto',
    choices: ['auto', 'dense', 'events'],
  },
  batch: { type: 'integer', describe: 'samples at once on tensors', default: 50, min: 1 },
  seed: { type: 'integer', describe: 'seed of the input spikes', default: 0, min: 0 },
} as const satisfies OptionSpecs;
