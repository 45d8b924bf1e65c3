import { defineFactory, type IntegrationMethod, type Neuron } from '@n3ml/core';
import { thetaParams, thetaState } from './adaptive-threshold-state.ts';

/** Options of {@link diehlCookConductance}. */
export interface DiehlCookConductanceOptions {
  /** Which of the two populations: their membranes differ, and only excitatory neurons have a theta. @default 'excitatory' */
  readonly population?: 'excitatory' | 'inhibitory';
  /** Time constant of the excitatory conductance, in ms. @default 1 */
  readonly tauGe?: number;
  /** Time constant of the inhibitory conductance, in ms. @default 2 */
  readonly tauGi?: number;
  /** What each spike adds to the threshold, in mV. @default 0.05 */
  readonly thetaPlus?: number;
  /** Time constant with which theta decays, in ms; 0: never. @default 1e7 */
  readonly tauTheta?: number;
  /** theta of an untrained neuron, in mV. @default 20 */
  readonly thetaStart?: number;
  /** What is taken off the threshold, in mV: with the default thetaStart an untrained neuron fires at vTh. @default 20 */
  readonly thetaOffset?: number;
  /** How v is stepped: exponential-euler stays stable for large conductances. @default 'exponential-euler' */
  readonly method?: Extract<IntegrationMethod, 'euler' | 'exponential-euler' | 'rk2' | 'rk4'>;
}

// Potentials in mV, times in ms. The reversal potential of excitation, 0 mV, is the same for both.
const MEMBRANES = {
  excitatory: { vRest: -65, vReset: -65, vTh: -52, tau: 100, tauRef: 5, eExc: 0, eInh: -100 },
  inhibitory: { vRest: -60, vReset: -45, vTh: -40, tau: 10, tauRef: 2, eExc: 0, eInh: -85 },
};

/**
 * The neurons of Diehl & Cook 2015 with conductance synapses, with the constants of the authors' code:
 *
 *     dv/dt  = ((vRest - v) + ge (eExc - v) + gi (eInh - v)) / tau
 *     dge/dt = -ge / tauGe,   dgi/dt = -gi / tauGi
 *
 * Input channels are `ge` and `gi`, both with positive weights, in units of the leak conductance. Excitatory neurons spike at
 * `v > vTh - thetaOffset + theta`, which adds thetaPlus to theta, inhibitory ones at `v > vTh`. v is held while refractory; the
 * conductances go on. Meant for steps of 0.5 ms.
 *
 * @see Diehl & Cook, Unsupervised learning of digit recognition using spike-timing-dependent plasticity, Frontiers in Computational
 *   Neuroscience 9:99 (2015), equations 1 and 2
 */
export const diehlCookConductance = defineFactory<Neuron, DiehlCookConductanceOptions>(
  "neuron 'diehl-cook-conductance'",
  {
    population: { type: 'string', describe: 'which of the two populations', default: 'excitatory', choices: ['excitatory', 'inhibitory'] },
    tauGe: { type: 'number', describe: 'time constant of the excitatory conductance', unit: 'ms', default: 1, min: 1e-3 },
    tauGi: { type: 'number', describe: 'time constant of the inhibitory conductance', unit: 'ms', default: 2, min: 1e-3 },
    thetaPlus: { type: 'number', describe: 'what each spike adds to the threshold', unit: 'mV', default: 0.05 },
    tauTheta: { type: 'number', describe: 'time constant with which theta decays (0: never)', unit: 'ms', default: 1e7, min: 0 },
    thetaStart: { type: 'number', describe: 'theta of an untrained neuron', unit: 'mV', default: 20 },
    thetaOffset: { type: 'number', describe: 'what is taken off the threshold', unit: 'mV', default: 20 },
    method: {
      type: 'string',
      describe: 'how v is stepped',
      default: 'exponential-euler',
      choices: ['euler', 'exponential-euler', 'rk2', 'rk4'],
    },
  },
  ({ population, tauGe, tauGi, thetaPlus, tauTheta, thetaStart, thetaOffset, method }) => {
    const shared = {
      params: { ...MEMBRANES[population], tauGe, tauGi },
      state: `dv/dt = ((vRest - v) + ge * (eExc - v) + gi * (eInh - v)) / tau : unless refractory
              dge/dt = -ge / tauGe
              dgi/dt = -gi / tauGi`,
      init: 'v = vRest',
      input: { ge: 'ge += I : always', gi: 'gi += I : always' },
      threshold: 'v > vTh',
      reset: 'v = vReset',
      refractory: 'tauRef',
      method,
    };
    if (population === 'inhibitory') return shared;
    return {
      ...shared,
      params: { ...shared.params, thetaPlus, ...thetaParams(tauTheta), thetaStart, thetaOffset },
      state: `${shared.state}
              ${thetaState(tauTheta)}`,
      init: 'v = vRest; theta = thetaStart',
      threshold: 'v > vTh - thetaOffset + theta',
      reset: 'v = vReset; theta += thetaPlus',
    };
  },
  {
    summary: 'Leaky integrate-and-fire with excitatory and inhibitory conductances and, where excitatory, an adaptive threshold.',
    source:
      'P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099',
  },
);
