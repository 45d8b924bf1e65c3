import { defineFactory, type LearningRule } from '@n3ml/core';

export interface PowerLawOptions {
  /** Learning rate. @default 1e-2 */
  readonly alpha?: number;
  /** Target of the presynaptic trace at a postsynaptic spike: inputs below it are depressed. @default 0.4 */
  readonly xTar?: number;
  /** Exponent of the dependence on the weight; 0 for none. @default 0.2 */
  readonly mu?: number;
  /** Time constant of the presynaptic trace in ms. @default 20 */
  readonly tauPre?: number;
}

/**
 * STDP with a power-law weight dependence, at postsynaptic spikes only.
 *
 *     dxPre/dt = -xPre / tauPre,  xPre = 1 at a presynaptic spike
 *     onPost: w += alpha * (xPre - xTar) * (wMax - w)^mu
 *
 * `wMax` is the upper bound of the connection that the rule is put on, which has to be finite. `xTar` is a constant, not a trace.
 *
 * Diehl & Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational
 * Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099. xTar = 0.4 and mu = 0.2 are the numbers of the authors' code.
 *
 * @differs The trace is set to 1 at a spike, as in the authors' code, not increased by 1: so alpha and xTar keep their meaning at any input rate.
 */
export const powerLaw = defineFactory<LearningRule, PowerLawOptions>(
  "learning rule 'power-law'",
  {
    alpha: { type: 'number', describe: 'learning rate', default: 1e-2, min: 0 },
    xTar: { type: 'number', describe: 'target of the presynaptic trace at a postsynaptic spike', default: 0.4 },
    mu: { type: 'number', describe: 'exponent of the dependence on the weight', default: 0.2, min: 0 },
    tauPre: { type: 'number', describe: 'time constant of the presynaptic trace', default: 20, unit: 'ms', min: 1e-3 },
  },
  (params) => ({
    params,
    state: 'dxPre/dt = -xPre / tauPre : pre, at spike xPre = 1',
    onPost: 'w += alpha * (xPre - xTar) * (wMax - w)^mu',
  }),
  {
    summary:
      'STDP at postsynaptic spikes only, weaker the nearer the weight is to its upper bound: inputs that were active lately are strengthened, the others weakened.',
    source:
      'P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099',
    differs:
      "The trace is set to 1 at a spike, as in the authors' code, not increased by 1: so alpha and xTar keep their meaning at any input rate.",
  },
);
