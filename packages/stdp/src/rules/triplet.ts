import { defineFactory, type LearningRule } from '@n3ml/core';

export interface TripletOptions {
  /** Learning rate of depression, applied at presynaptic spikes. @default 1e-4 */
  readonly nuPre?: number;
  /** Learning rate of potentiation, applied at postsynaptic spikes. @default 1e-2 */
  readonly nuPost?: number;
  /** Time constant of the presynaptic trace in ms. @default 20 */
  readonly tauPre?: number;
  /** Time constant of the fast postsynaptic trace in ms. @default 20 */
  readonly tauPost1?: number;
  /** Time constant of the slow postsynaptic trace in ms. @default 40 */
  readonly tauPost2?: number;
}

/**
 * Triplet STDP as the authors of Diehl & Cook 2015 ran it: potentiation needs an earlier postsynaptic spike too.
 *
 *     dx/dt  = -x / tauPre,     x = 1 at a presynaptic spike
 *     dy1/dt = -y1 / tauPost1,  dy2/dt = -y2 / tauPost2
 *     onPre:  w -= nuPre * y1
 *     onPost: w += nuPost * x * y2;  y1 = 1;  y2 = 1
 *
 * `y2` is read before the spike sets it (`post2before` in the authors' code), and a presynaptic spike in the step of a postsynaptic one still sees the
 * old `y1`, since onPre runs first. So the first spike of a neuron after a reset changes nothing.
 *
 * Pfister & Gerstner, "Triplets of spikes in a model of spike timing-dependent plasticity", Journal of Neuroscience 26 (2006), 9673-9682,
 * with A2+ = A3- = 0 and nearest-spike traces; Diehl & Cook 2015, doi:10.3389/fncom.2015.00099, whose numbers are the defaults.
 */
export const triplet = defineFactory<LearningRule, TripletOptions>(
  "learning rule 'triplet'",
  {
    nuPre: { type: 'number', describe: 'learning rate of depression', default: 1e-4, min: 0 },
    nuPost: { type: 'number', describe: 'learning rate of potentiation', default: 1e-2, min: 0 },
    tauPre: { type: 'number', describe: 'time constant of the presynaptic trace', default: 20, unit: 'ms', min: 1e-3 },
    tauPost1: { type: 'number', describe: 'time constant of the fast postsynaptic trace', default: 20, unit: 'ms', min: 1e-3 },
    tauPost2: { type: 'number', describe: 'time constant of the slow postsynaptic trace', default: 40, unit: 'ms', min: 1e-3 },
  },
  (params) => ({
    params,
    state: `dx/dt = -x / tauPre : pre, at spike x = 1
            dy1/dt = -y1 / tauPost1 : post
            dy2/dt = -y2 / tauPost2 : post`,
    onPre: 'w -= nuPre * y1',
    onPost: 'w += nuPost * x * y2; y1 = 1; y2 = 1',
  }),
  {
    summary: 'STDP in which a postsynaptic spike potentiates only where another one came shortly before it.',
    source:
      'J.-P. Pfister, W. Gerstner, "Triplets of spikes in a model of spike timing-dependent plasticity", Journal of Neuroscience 26 (2006), 9673-9682; P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099',
  },
);
