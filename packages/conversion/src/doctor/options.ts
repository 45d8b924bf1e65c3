import { checkOptions, type OptionSpecs } from '@n3ml/core';
import { type RunOptions, runSpecs } from '../run/run-options.ts';

/** Options of {@link doctor}. */
export interface DoctorOptions extends RunOptions {
  /** Samples that accuracies are measured on, from the first on. @default 1000 */
  readonly samples: number;
  /** Samples that layers, spikes and operations are measured on, from the first on. @default 100 */
  readonly layerSamples: number;
  /** @default 200 */
  readonly steps: number;
  /** How accuracy is measured; layers are compared on tensors anyway. @default 'auto' */
  readonly run: RunOptions['run'];
}

/** Specs of {@link DoctorOptions}, for flags. */
export const doctorSpecs = {
  samples: { type: 'integer', describe: 'samples that accuracies are measured on', default: 1000, min: 1 },
  layerSamples: { type: 'integer', describe: 'samples that layers, spikes and operations are measured on', default: 100, min: 1 },
  ...runSpecs,
  steps: { ...runSpecs.steps, default: 200 },
  run: { ...runSpecs.run, describe: `how accuracy is measured: ${runSpecs.run.describe}` },
} as const satisfies OptionSpecs;

/**
 * The options with their defaults.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const doctorOptions = (given: Readonly<Record<string, unknown>>): DoctorOptions =>
  // What the specs have checked is of these types: each spec names the type of its field.
  checkOptions(doctorSpecs, given, 'doctor') as unknown as DoctorOptions;
