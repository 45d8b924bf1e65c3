import { checkOptions, type LabelledSet, N3mlError, type OptionSpecs } from '@n3ml/core';
import { type Bohte2002Preset, type Bohte2002PresetName, presets } from './presets.ts';

type Numbers = Omit<Bohte2002Preset, 'epochs'>;

/** Everything that a network runs with, as it goes into a checkpoint. */
export type Bohte2002Settings = Numbers & { readonly preset: Bohte2002PresetName; readonly seed: number; readonly outputs: number };

/** Options of `bohte-2002`: what is left out comes from the preset. */
export type Bohte2002Options = Partial<Numbers> & {
  /** `'auto'`: the preset that is called as the data, `iris` for data of any other name. @default 'auto' */
  readonly preset?: Bohte2002PresetName | 'auto';
  /** Seed of every random draw. @default 0 */
  readonly seed?: number;
};

/** Options as the model keeps them: checked, and with the preset's numbers where it is known before the data are. */
export type CheckedOptions = Bohte2002Options & { readonly preset: Bohte2002PresetName | 'auto'; readonly seed: number };

export const settingSpecs = {
  preset: {
    type: 'string',
    describe: 'whose numbers are the defaults of all other options; auto: as the data are called, iris for others',
    default: 'auto',
    choices: ['auto', ...Object.keys(presets)],
  },
  seed: { type: 'integer', describe: 'seed of every random draw', default: 0, min: 0 },
  hidden: { type: 'integer', describe: 'number of hidden neurons', min: 1 },
  outputs: { type: 'integer', describe: 'output neurons: one for each class, or 1 that tells two classes by its time', min: 1, max: 256 },
  signs: { type: 'string', describe: 'whether the outgoing weights of a neuron share one sign', choices: ['mixed', 'per-neuron'] },
  inhibitory: { type: 'integer', describe: 'hidden neurons that are inhibitory, where signs is per-neuron', min: 0 },
  timeEncoder: { type: 'string', describe: 'how values become spike times: population, linear ...' },
  fields: { type: 'integer', describe: 'receptive fields a value (m)', min: 3 },
  beta: { type: 'number', describe: 'how narrow the receptive fields are', min: 1e-3 },
  span: { type: 'number', describe: 'time in which the input spikes fall', unit: 'ms', min: 0 },
  cutoff: { type: 'number', describe: 'input spikes later than this part of the span are left out', min: 0, max: 1 },
  round: { type: 'number', describe: 'input spike times are rounded to multiples of this (0: not at all)', unit: 'ms', min: 0 },
  references: { type: 'integer', describe: 'inputs that fire at 0 in every sample', min: 0 },
  response: { type: 'string', describe: 'what a spike does to the potential: alpha, double-exponential ...' },
  tau: { type: 'number', describe: 'time constant of the response', unit: 'ms' },
  threshold: { type: 'number', describe: 'potential at which a neuron fires' },
  delays: { type: 'integer', describe: 'terminals of each pair of neurons, with delays of 1, 2, .. ms', min: 1 },
  horizon: { type: 'number', describe: 'a neuron that has not fired by then is silent', unit: 'ms' },
  step: { type: 'number', describe: 'spike times as of a simulation in steps of this (0: exact)', unit: 'ms', min: 0 },
  slopeFloor: { type: 'number', describe: 'least slope of the potential in a gradient, in 1/ms' },
  early: { type: 'number', describe: 'when the output of the right class is to fire', unit: 'ms', min: 0 },
  late: { type: 'number', describe: 'when the other outputs are to fire', unit: 'ms', min: 0 },
  weightMin: { type: 'number', describe: 'smallest initial weight, without its sign' },
  weightMax: { type: 'number', describe: 'largest initial weight, without its sign' },
  wMin: { type: 'number', describe: 'lower bound of the weights' },
  wMax: { type: 'number', describe: 'upper bound of the weights' },
  timeLoss: { type: 'string', describe: 'what a wrong output time costs: squared, huber ...' },
  update: { type: 'string', describe: 'how a gradient changes the weights: gradient-descent, momentum, rprop, adam ...' },
  rate: { type: 'number', describe: 'learning rate', min: 0 },
  batch: { type: 'integer', describe: 'samples from one change of the weights to the next, at most an epoch', min: 1 },
  silentRule: { type: 'string', describe: 'what brings silent neurons back: raise, raise-all, leave ...' },
  amount: { type: 'number', describe: 'what the silent rule adds to a weight', min: 0 },
  validation: { type: 'number', describe: 'part of the training samples that is held out and measured after each epoch', min: 0, max: 0.9 },
  goal: { type: 'number', describe: 'mean loss of the training samples below which training ends (0: never)', min: 0 },
} as const satisfies OptionSpecs;

const owner = "model 'bohte-2002'";

function numbersOf(preset: Bohte2002PresetName): Numbers {
  const { epochs: _, ...numbers } = presets[preset];
  return numbers;
}

/** @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION */
export function checkedOptions(options: Readonly<Record<string, unknown>>): CheckedOptions {
  // What the specs have checked is of these types: each spec names the type of its field.
  const checked = checkOptions(settingSpecs, options, owner) as CheckedOptions;
  return Object.freeze(checked.preset === 'auto' ? checked : { ...numbersOf(checked.preset), ...checked });
}

/** The preset for data of that name. */
const presetFor = (data: LabelledSet): Bohte2002PresetName =>
  Object.hasOwn(presets, data.name ?? '') ? (data.name as Bohte2002PresetName) : 'iris';

/**
 * All settings, for a network that is to learn these data.
 *
 * @throws N3mlError N3ML_BAD_OPTION where two of them don't fit together
 */
export function settingsFor(options: CheckedOptions, data: LabelledSet): Bohte2002Settings {
  const preset = options.preset === 'auto' ? presetFor(data) : options.preset;
  const classes = data.labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const settings = { outputs: classes, ...numbersOf(preset), ...options, preset };
  const { early, late, weightMin, weightMax, wMin = -Infinity, wMax = Infinity, signs, inhibitory, hidden, horizon } = settings;
  const ordered = (low: string, a: number, high: string, b: number): void => {
    if (a <= b) return;
    throw new N3mlError('N3ML_BAD_OPTION', `Option '${low}' of ${owner} is ${a}, above ${high} (${b}); give a smaller one.`, {
      details: { [low]: a, [high]: b },
    });
  };
  ordered('early', early, 'late', late);
  ordered('late', late, 'horizon', horizon);
  ordered('weightMin', weightMin, 'weightMax', weightMax);
  ordered('wMin', wMin, 'wMax', wMax);
  if (signs === 'per-neuron') ordered('inhibitory', inhibitory, 'hidden', hidden);
  return Object.freeze(settings);
}
