import { checkOptions, N3mlError, type OptionSpecs } from '@n3ml/core';
import type { InputEncoding } from '../spiking-network.ts';

/** How a network is to spike. */
export interface ConvertOptions {
  /**
   * How samples reach it: as coins tossed per value and step, for values 0..1 or (signed) for values of both signs, or as constant currents into the first layers.
   * @default 'bernoulli'
   */
  readonly encoding?: InputEncoding;
  /**
   * The value that an input spike stands for; spikes come with probability |x| / inputScale.
   * @default the largest |x| of the samples that it was balanced on, where that is above 1, for no probability is; else 1
   */
  readonly inputScale?: number;
  /** What a spike does to the membrane potential. By subtraction nothing of the input is lost. @default 'subtraction' */
  readonly resetBy?: 'zero' | 'subtraction';
  /** In thresholds, from 0 to below 1. With 1/2 rates are rounded, with 0 cut off. @default 0 */
  readonly initialPotential?: number;
  /** Whether the output neurons spike and are counted, or add up what they get. @default 'spikes' */
  readonly output?: 'spikes' | 'membrane';
}

/** Specs of {@link ConvertOptions}, for flags. */
export const convertSpecs = {
  encoding: {
    type: 'string',
    describe: 'how samples become spikes, or constant currents',
    default: 'bernoulli',
    choices: ['bernoulli', 'signed-bernoulli', 'current'],
  },
  inputScale: { type: 'number', describe: 'the value that an input spike stands for', min: 2 ** -20, max: 2 ** 20 },
  resetBy: {
    type: 'string',
    describe: 'what a spike does to the membrane potential',
    default: 'subtraction',
    choices: ['zero', 'subtraction'],
  },
  initialPotential: { type: 'number', describe: 'membrane potential at the start, in thresholds; below 1', default: 0, min: 0, max: 1 },
  output: {
    type: 'string',
    describe: 'what is read: spikes or the membrane potential',
    default: 'spikes',
    choices: ['spikes', 'membrane'],
  },
} as const satisfies OptionSpecs;

/** The options with their defaults; `inputScale` stays open. */
export type ConvertSettings = Required<Omit<ConvertOptions, 'inputScale'>> & Pick<ConvertOptions, 'inputScale'>;

/**
 * Checks options and fills in their defaults; one that is undefined counts as not given.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function convertSettings(options: { readonly [O in keyof ConvertOptions]: ConvertOptions[O] | undefined }): ConvertSettings {
  // The specs name the type of each field.
  const settings = checkOptions(convertSpecs, { ...options }, 'convert') as unknown as ConvertSettings;
  if (settings.initialPotential === 1) {
    const message = "Option 'initialPotential' of convert is 1, the threshold itself; give a number below 1.";
    throw new N3mlError('N3ML_BAD_OPTION', message, { details: { option: 'initialPotential', value: 1 } });
  }
  if (settings.encoding === 'current' && (settings.inputScale ?? 1) !== 1) {
    const message = `Option 'inputScale' of convert is ${settings.inputScale}, but a current needs no scale; leave it out, or give another encoding.`;
    throw new N3mlError('N3ML_BAD_OPTION', message, { details: { option: 'inputScale', value: settings.inputScale } });
  }
  return settings;
}
