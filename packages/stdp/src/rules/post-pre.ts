import { defineFactory, type LearningRule } from '@n3ml/core';

export interface PostPreOptions {
  /** Learning rate of depression, applied at presynaptic spikes. @default 1e-4 */
  readonly lrPre?: number;
  /** Learning rate of potentiation, applied at postsynaptic spikes. @default 1e-2 */
  readonly lrPost?: number;
  /** Time constant of the presynaptic trace in ms. @default 20 */
  readonly tauPre?: number;
  /** Time constant of the postsynaptic trace in ms. @default 20 */
  readonly tauPost?: number;
}

/**
 * Pair-based STDP with nearest-spike traces: the rule that n3ml's own training runs.
 *
 *     dxPre/dt  = -xPre / tauPre,    xPre  = 1 at a presynaptic spike
 *     dxPost/dt = -xPost / tauPost,  xPost = 1 at a postsynaptic spike
 *     onPre:  w -= lrPre * xPost
 *     onPost: w += lrPost * xPre
 *
 * Both traces are set before either side learns, so a pair of spikes in one step both depresses and potentiates.
 *
 * Morrison, Diesmann & Gerstner, "Phenomenological models of synaptic plasticity based on spike timing", Biological Cybernetics 98 (2008);
 * Hazan et al., "BindsNET", Frontiers in Neuroinformatics 12 (2018), article 89, whose learning rates are the defaults.
 */
export const postPre = defineFactory<LearningRule, PostPreOptions>(
  "learning rule 'post-pre'",
  {
    lrPre: { type: 'number', describe: 'learning rate of depression', default: 1e-4, min: 0 },
    lrPost: { type: 'number', describe: 'learning rate of potentiation', default: 1e-2, min: 0 },
    tauPre: { type: 'number', describe: 'time constant of the presynaptic trace', default: 20, unit: 'ms', min: 1e-3 },
    tauPost: { type: 'number', describe: 'time constant of the postsynaptic trace', default: 20, unit: 'ms', min: 1e-3 },
  },
  (params) => ({
    params,
    state: `dxPre/dt = -xPre / tauPre : pre, at spike xPre = 1
            dxPost/dt = -xPost / tauPost : post, at spike xPost = 1`,
    onPre: 'w -= lrPre * xPost',
    onPost: 'w += lrPost * xPre',
  }),
  {
    summary: 'Pair-based STDP with nearest-spike traces: a presynaptic spike depresses, a postsynaptic one potentiates.',
    source:
      'A. Morrison, M. Diesmann, W. Gerstner, "Phenomenological models of synaptic plasticity based on spike timing", Biological Cybernetics 98 (2008); H. Hazan et al., "BindsNET: a machine learning-oriented spiking neural networks library in Python", Frontiers in Neuroinformatics 12 (2018), article 89 (the learning rates)',
  },
);
