import { checkOptions, type OptionSpecs } from '@n3ml/core';
import type { Way } from '../run/way-to-run.ts';

/** Options of {@link doctor}. */
export interface DoctorOptions {
  /** Samples that accuracies are measured on, from the first on. @default 1000 */
  readonly samples: number;
  /** Samples that layers, spikes and operations are measured on, from the first on. @default 100 */
  readonly layerSamples: number;
  /** @default 200 */
  readonly steps: number;
  /** How accuracy is measured; layers are compared on tensors anyway. @default 'auto' */
  readonly run: Way | 'auto';
  /** @default 50 */
  readonly batch: number;
  /** @default 0 */
  readonly seed: number;
}

/** Specs of {@link DoctorOptions}, for flags. */
export const doctorSpecs = {
  samples: { type: 'integer', describe: 'samples that accuracies are measured on', default: 1000, min: 1 },
  layerSamples: { type: 'integer', describe: 'samples that layers, spikes and operations are measured on', default: 100, min: 1 },
  steps: { type: 'integer', describe: 'steps for which a sample is shown', default: 200, min: 1 },
  run: {
    type: 'string',
    describe: 'how accuracy is measured: every neuron in every step, on tensors, or spike by spike; auto: the faster one',
    default: 'auto',
    choices: ['auto', 'dense', 'events'],
  },
  batch: { type: 'integer', describe: 'samples at once on tensors', default: 50, min: 1 },
  seed: { type: 'integer', describe: 'seed of the input spikes', default: 0, min: 0 },
} as const satisfies OptionSpecs;

/**
 * The options with their defaults.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const doctorOptions = (given: Readonly<Record<string, unknown>>): DoctorOptions =>
  // What the specs have checked is of these types: each spec names the type of its field.
  checkOptions(doctorSpecs, given, 'doctor') as unknown as DoctorOptions;
