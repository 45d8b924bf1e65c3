import { type LabelledSet, type Model, type RunResult, type TrainOptions, withOptions } from '@n3ml/core';
import { infer } from './infer.ts';
import { MODEL } from './restore.ts';
import { type Bohte2002Options, type CheckedOptions, checkedOptions, settingSpecs } from './settings.ts';
import { train } from './train.ts';

/** The model with its options and its verbs. */
export interface Bohte2002 extends Model {
  /** What was given and, unless `preset` is `'auto'`, the preset's numbers. */
  readonly options: CheckedOptions;
  train(data: LabelledSet, options: TrainOptions): Promise<RunResult>;
}

/**
 * SpikeProp: supervised learning with neurons that fire once, by gradient descent on the times at which the outputs fire. One hidden layer; every pair of neurons
 * is joined by terminals with delays of 1 to 16 ms; real values come in through Gaussian receptive fields.
 *
 * The presets `xor`, `iris` and `wisconsin` are for the datasets of those names; `n3ml` is a simulation in steps of 1 ms with positive weights, as the original
 * n3ml has it, for comparison. Every option overrides the preset's number.
 *
 * Bohte, Kok & La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002) 17-37,
 * doi:10.1016/S0925-2312(01)00658-0.
 *
 * @differs spike times are exact, not those of steps; weights may have either sign (`signs: 'per-neuron'` is the paper's way); the slope at a spike has a
 * floor, and silent outputs are brought back
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 * @example
 * const model = bohte2002({ seed: 1 });
 * const trained = await model.train(iris().train, { registry, bus });
 */
export const bohte2002 = withOptions(
  settingSpecs,
  (options: Bohte2002Options = {}): Bohte2002 => {
    const checked = checkedOptions(options);
    return Object.freeze({
      name: MODEL,
      options: checked,
      train: (data: LabelledSet, run: TrainOptions): Promise<RunResult> => train(checked, data, run),
      infer,
    });
  },
  {
    summary: 'SpikeProp: gradient descent on the times at which output neurons fire, each neuron once.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0',
    differs:
      "Spike times are exact, not those of steps; weights may have either sign (signs: 'per-neuron' is the paper's way); the slope at a spike has a floor, and silent outputs are brought back.",
  },
);
