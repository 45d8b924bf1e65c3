import { defineFactory, type Neuron } from '@n3ml/core';

/** Options of {@link lif}. */
export interface LifOptions {
  /** Resting potential, in mV. @default -65 */
  readonly vRest?: number;
  /** Potential after a spike, in mV. @default -65 */
  readonly vReset?: number;
  /** Threshold, in mV. @default -52 */
  readonly vTh?: number;
  /** Membrane time constant, in ms. @default 100 */
  readonly tau?: number;
  /** Refractory time, in ms: v decays on, input is ignored and no spike is fired. @default 5 */
  readonly tauRef?: number;
}

/**
 * Leaky integrate-and-fire, input as steps of the potential: `dv/dt = (vRest - v) / tau`, `v += I`, a spike at `v >= vTh`.
 *
 * The inhibitory neurons of Diehl & Cook in the original n3ml are `lif({ vRest: -60, vReset: -45, vTh: -40, tau: 10, tauRef: 2 })`.
 *
 * @see Gerstner et al., Neuronal Dynamics (Cambridge, 2014), section 1.3; the defaults are those of BindsNET's LIFNodes
 */
export const lif = defineFactory<Neuron, LifOptions>(
  "neuron 'lif'",
  {
    vRest: { type: 'number', describe: 'resting potential', unit: 'mV', default: -65 },
    vReset: { type: 'number', describe: 'potential after a spike', unit: 'mV', default: -65 },
    vTh: { type: 'number', describe: 'threshold', unit: 'mV', default: -52 },
    tau: { type: 'number', describe: 'membrane time constant', unit: 'ms', default: 100, min: 1e-3 },
    tauRef: { type: 'number', describe: 'refractory time', unit: 'ms', default: 5, min: 0 },
  },
  ({ vRest, vReset, vTh, tau, tauRef }) => ({
    params: { vRest, vReset, vTh, tau, tauRef },
    state: 'dv/dt = (vRest - v) / tau',
    init: 'v = vRest',
    input: 'v += I',
    threshold: 'v >= vTh',
    reset: 'v = vReset',
    refractory: 'tauRef',
  }),
  {
    summary: 'Leaky integrate-and-fire; input is a step of the potential.',
    source: 'W. Gerstner, W. M. Kistler, R. Naud, L. Paninski, "Neuronal Dynamics", Cambridge University Press (2014), section 1.3',
  },
);
