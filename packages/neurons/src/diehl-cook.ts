import { defineFactory, type Neuron } from '@n3ml/core';
import { thetaParams, thetaState } from './adaptive-threshold-state.ts';

/** Options of {@link diehlCook}. */
export interface DiehlCookOptions {
  /** Resting potential, in mV. @default -65 */
  readonly vRest?: number;
  /** Potential after a spike, in mV. @default -60 */
  readonly vReset?: number;
  /** Threshold at theta = 0, in mV. @default -52 */
  readonly vTh?: number;
  /** Membrane time constant, in ms. @default 100 */
  readonly tau?: number;
  /** Refractory time, in ms: v decays on, input is ignored and no spike is fired. @default 5 */
  readonly tauRef?: number;
  /** What each spike adds to the threshold, in mV. @default 0.05 */
  readonly thetaPlus?: number;
  /** Time constant with which theta decays, in ms; 0: never, as in the original n3ml. @default 1e7 */
  readonly tauTheta?: number;
}

/**
 * Leaky integrate-and-fire with an adaptive threshold: `dv/dt = (vRest - v) / tau`, `v += I`, a spike at `v >= vTh + theta`, which adds
 * `thetaPlus` to theta. theta outlives samples, so that a neuron that has won much is harder to excite and others get their turn.
 *
 * The excitatory neurons of Diehl & Cook with input as steps of the potential, as in BindsNET and the original n3ml. The neurons of the
 * paper, with conductances, are `diehl-cook-conductance`.
 *
 * @see Diehl & Cook, Unsupervised learning of digit recognition using spike-timing-dependent plasticity, Frontiers in Computational
 *   Neuroscience 9:99 (2015), on homoeostasis
 */
export const diehlCook = defineFactory<Neuron, DiehlCookOptions>(
  "neuron 'diehl-cook'",
  {
    vRest: { type: 'number', describe: 'resting potential', unit: 'mV', default: -65 },
    vReset: { type: 'number', describe: 'potential after a spike', unit: 'mV', default: -60 },
    vTh: { type: 'number', describe: 'threshold at theta = 0', unit: 'mV', default: -52 },
    tau: { type: 'number', describe: 'membrane time constant', unit: 'ms', default: 100, min: 1e-3 },
    tauRef: { type: 'number', describe: 'refractory time', unit: 'ms', default: 5, min: 0 },
    thetaPlus: { type: 'number', describe: 'what each spike adds to the threshold', unit: 'mV', default: 0.05 },
    tauTheta: { type: 'number', describe: 'time constant with which theta decays (0: never)', unit: 'ms', default: 1e7, min: 0 },
  },
  ({ vRest, vReset, vTh, tau, tauRef, thetaPlus, tauTheta }) => ({
    params: { vRest, vReset, vTh, tau, tauRef, thetaPlus, ...thetaParams(tauTheta) },
    state: `dv/dt = (vRest - v) / tau
            ${thetaState(tauTheta)}`,
    init: 'v = vRest',
    input: 'v += I',
    threshold: 'v >= vTh + theta',
    reset: 'v = vReset; theta += thetaPlus',
    refractory: 'tauRef',
  }),
  {
    summary:
      'Leaky integrate-and-fire with a threshold that grows with every spike and outlives samples; input is a step of the potential.',
    source:
      'P. U. Diehl, M. Cook, "Unsupervised learning of digit recognition using spike-timing-dependent plasticity", Frontiers in Computational Neuroscience 9 (2015), article 99, doi:10.3389/fncom.2015.00099',
  },
);
