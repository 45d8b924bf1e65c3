import { type LabelledSet, type Model, type Network, type Registry, type RunResult, type TrainOptions, withOptions } from '@n3ml/core';
import { assign } from './assign.ts';
import { infer } from './infer.ts';
import { diehlCook2015Network } from './network.ts';
import { MODEL } from './restore.ts';
import { type DiehlCook2015Options, type DiehlCook2015Settings, settingSpecs, settingsOf } from './settings.ts';
import { train } from './train.ts';

/** The model with its settings and its verbs. */
export interface DiehlCook2015 extends Model {
  readonly options: DiehlCook2015Settings;
  train(data: LabelledSet, options: TrainOptions): Promise<RunResult>;
  assign: NonNullable<Model['assign']>;
  /** The untrained network for samples of a shape, such as [28, 28]. */
  network(shape: readonly number[], registry: Registry): Network;
}

/**
 * Unsupervised learning of digits by STDP: excitatory neurons that inhibit one another learn the images to which they answer, then get labels, then vote.
 *
 * `tuned` (the default) reaches the figures of the paper in one pass; `n3ml` is the original n3ml's version; `paper` the authors' own, with
 * conductance synapses and triplet STDP. Every option overrides the preset's number.
 *
 * Diehl & Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational
 * Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 * @example
 * const model = diehlCook2015({ neurons: 400 });
 * const trained = await model.train(mnist.train, { registry, bus });
 */
export const diehlCook2015 = withOptions(
  settingSpecs,
  (options: DiehlCook2015Options = {}): DiehlCook2015 => {
    const settings = settingsOf(options);
    return Object.freeze({
      name: MODEL,
      options: settings,
      train: (data: LabelledSet, run: TrainOptions) => train(settings, data, run),
      assign,
      infer,
      network: (shape: readonly number[], registry: Registry) => diehlCook2015Network(settings, shape, registry),
    });
  },
  {
    summary: 'Excitatory neurons that inhibit one another learn digits without labels, then get labels, then vote.',
    source:
      'P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099',
  },
);
