import { defineFactory, type IntegrationMethod, type Neuron } from '@n3ml/core';

/** Options of {@link adex}. */
export interface AdexOptions {
  /** Membrane capacitance, in pF. @default 281 */
  readonly cM?: number;
  /** Leak conductance, in nS. @default 30 */
  readonly gL?: number;
  /** Leak reversal potential, in mV. @default -70.6 */
  readonly eL?: number;
  /** Threshold of the exponential, in mV. @default -50.4 */
  readonly vT?: number;
  /** Slope factor of the exponential, in mV. @default 2 */
  readonly deltaT?: number;
  /** Time constant of the adaptation, in ms. @default 144 */
  readonly tauW?: number;
  /** Subthreshold adaptation, in nS. @default 4 */
  readonly a?: number;
  /** Spike-triggered adaptation, in pA. @default 80.5 */
  readonly b?: number;
  /** Potential at which the spike is cut and counted, in mV. @default 20 */
  readonly vCut?: number;
  /** Potential after a spike, in mV. @default -70.6 */
  readonly vReset?: number;
  /** How the equations are stepped. @default 'euler' */
  readonly method?: Extract<IntegrationMethod, 'euler' | 'rk2' | 'rk4'>;
}

/**
 * Adaptive exponential integrate-and-fire: `cM dv/dt = gL (eL - v) + gL deltaT exp((v - vT) / deltaT) - u + I`,
 * `tauW du/dt = a (v - eL) - u`; at `v >= vCut`: `v = vReset`, `u += b`. The adaptation current is called w in the paper, u here. The
 * input I is a current in pA that acts over the whole step. Meant for steps of 0.1 ms.
 *
 * @differs The exponential stops growing at vCut, where the spike is counted: beyond it a step could leave the range of a float32.
 * @see Brette & Gerstner, Adaptive exponential integrate-and-fire model as an effective description of neuronal activity, Journal of
 *   Neurophysiology 94 (2005)
 */
export const adex = defineFactory<Neuron, AdexOptions>(
  "neuron 'adex'",
  {
    cM: { type: 'number', describe: 'membrane capacitance', unit: 'pF', default: 281, min: 1e-3 },
    gL: { type: 'number', describe: 'leak conductance', unit: 'nS', default: 30, min: 1e-3 },
    eL: { type: 'number', describe: 'leak reversal potential', unit: 'mV', default: -70.6 },
    vT: { type: 'number', describe: 'threshold of the exponential', unit: 'mV', default: -50.4 },
    deltaT: { type: 'number', describe: 'slope factor of the exponential', unit: 'mV', default: 2, min: 1e-3 },
    tauW: { type: 'number', describe: 'time constant of the adaptation', unit: 'ms', default: 144, min: 1e-3 },
    a: { type: 'number', describe: 'subthreshold adaptation', unit: 'nS', default: 4 },
    b: { type: 'number', describe: 'spike-triggered adaptation', unit: 'pA', default: 80.5 },
    vCut: { type: 'number', describe: 'potential at which the spike is cut and counted', unit: 'mV', default: 20 },
    vReset: { type: 'number', describe: 'potential after a spike', unit: 'mV', default: -70.6 },
    method: { type: 'string', describe: 'how the equations are stepped', default: 'euler', choices: ['euler', 'rk2', 'rk4'] },
  },
  ({ cM, gL, eL, vT, deltaT, tauW, a, b, vCut, vReset, method }) => ({
    params: { cM, gL, eL, vT, deltaT, tauW, a, b, vCut, vReset },
    state: `dv/dt = (gL * (eL - v) + gL * deltaT * exp((min(v, vCut) - vT) / deltaT) - u + I) / cM
            du/dt = (a * (v - eL) - u) / tauW`,
    init: 'v = eL',
    input: '',
    threshold: 'v >= vCut',
    reset: 'v = vReset; u += b',
    method,
  }),
  {
    summary: 'Integrate-and-fire with an exponential upstroke and an adaptation current.',
    source:
      'R. Brette, W. Gerstner, "Adaptive exponential integrate-and-fire model as an effective description of neuronal activity", Journal of Neurophysiology 94 (2005)',
    differs: 'The exponential stops growing at vCut, where the spike is counted: beyond it a step could leave the range of a float32.',
  },
);
