import { checkOptions, N3mlError, type OptionSpecs } from '@n3ml/core';
import { type DiehlCook2015Preset, type DiehlCook2015PresetName, presets } from './presets/index.ts';

/** Every number that the model runs with, as it goes into a checkpoint. */
export type DiehlCook2015Settings = DiehlCook2015Preset & {
  readonly preset: DiehlCook2015PresetName;
  readonly neurons: number;
  readonly seed: number;
  readonly classes: number;
};

/** Options of `diehl-cook-2015`: what is left out comes from the preset. */
export type DiehlCook2015Options = Partial<DiehlCook2015Preset> & {
  /** @default 'tuned' */
  readonly preset?: DiehlCook2015PresetName;
  /** Number of excitatory neurons, and of inhibitory ones. @default 100 */
  readonly neurons?: number;
  /** Seed of every random draw. @default 0 */
  readonly seed?: number;
  /** Number of classes; labels are below it. @default 10 */
  readonly classes?: number;
};

export const settingSpecs = {
  preset: {
    type: 'string',
    describe: 'whose numbers are the defaults of all other options',
    default: 'tuned',
    choices: Object.keys(presets),
  },
  neurons: { type: 'integer', describe: 'number of excitatory neurons', default: 100, min: 1 },
  seed: { type: 'integer', describe: 'seed of every random draw', default: 0, min: 0 },
  classes: { type: 'integer', describe: 'number of classes', default: 10, min: 2, max: 256 },
  dt: { type: 'number', describe: 'length of a step', unit: 'ms', min: 1e-3 },
  steps: { type: 'integer', describe: 'steps for which an image is shown', min: 1 },
  restSteps: { type: 'integer', describe: 'steps without input after a training image', min: 0 },
  encoder: { type: 'string', describe: 'encoder, with an option maxRate: poisson, bernoulli, poisson-interval ...' },
  maxRate: { type: 'number', describe: 'rate of a white pixel', unit: 'Hz', min: 0 },
  minSpikes: { type: 'integer', describe: 'an image that brings out fewer spikes is shown again, brighter', min: 0 },
  replayRate: { type: 'number', describe: 'what is added to maxRate when an image is shown again', unit: 'Hz', min: 0 },
  maxReplays: { type: 'integer', describe: 'how often an image is shown again at most', min: 0 },
  synapses: { type: 'string', describe: 'steps of the potential or of a conductance', choices: ['delta', 'conductance'] },
  maxDelay: { type: 'number', describe: 'delays of the input are U(0, maxDelay)', unit: 'ms', min: 0 },
  weightMin: { type: 'number', describe: 'smallest initial input weight', min: 0, max: 1 },
  weightMax: { type: 'number', describe: 'largest initial input weight', min: 0, max: 1 },
  norm: { type: 'number', describe: 'sum of the weights into a neuron from 784 inputs', min: 0 },
  normAtStart: { type: 'boolean', describe: 'scale the initial weights to norm' },
  excitation: { type: 'number', describe: 'weight to the inhibitory partner', min: 0 },
  inhibition: { type: 'number', describe: 'strength of the lateral inhibition', min: 0 },
  rule: { type: 'string', describe: 'learning rule of the input weights: post-pre, power-law, triplet, or that of a plugin' },
  lrPre: { type: 'number', describe: 'learning rate of depression', min: 0 },
  lrPost: { type: 'number', describe: 'learning rate of potentiation', min: 0 },
  thetaPlus: { type: 'number', describe: 'what a spike adds to the threshold', unit: 'mV', min: 0 },
  tauTheta: { type: 'number', describe: 'time constant with which the threshold falls back (0: never)', unit: 'ms', min: 0 },
} as const satisfies OptionSpecs;

/**
 * The preset's numbers with the options over them.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function settingsOf(options: Readonly<Record<string, unknown>>): DiehlCook2015Settings {
  // What the specs have checked is of these types: each spec names the type of its field.
  const checked = checkOptions(settingSpecs, options, "model 'diehl-cook-2015'") as DiehlCook2015Options &
    Pick<DiehlCook2015Settings, 'preset' | 'neurons' | 'seed' | 'classes'>;
  const { preset, neurons, seed, classes, ...numbers } = checked;
  const settings = { preset, neurons, seed, classes, ...presets[preset](neurons), ...numbers };
  if (settings.weightMin > settings.weightMax) {
    throw new N3mlError(
      'N3ML_BAD_OPTION',
      `Option 'weightMin' of model 'diehl-cook-2015' is ${settings.weightMin}, above weightMax (${settings.weightMax}); give a smaller one.`,
      {
        details: { weightMin: settings.weightMin, weightMax: settings.weightMax },
      },
    );
  }
  return Object.freeze(settings);
}
