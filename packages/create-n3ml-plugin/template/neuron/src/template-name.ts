import { defineFactory, type Neuron } from '@n3ml/core';

/** Options of {@link templateName}. */
export interface TemplateNameOptions {
  /** Resting potential, in mV. @default -65 */
  readonly vRest?: number;
  /** Potential after a spike, in mV. @default -65 */
  readonly vReset?: number;
  /** Threshold, in mV. @default -50 */
  readonly vTh?: number;
  /** Membrane time constant, in ms. @default 20 */
  readonly tau?: number;
  /** Refractory time, in ms. @default 2 */
  readonly tauRef?: number;
}

/**
 * Leaky integrate-and-fire. A linear equation is stepped exactly, by its exponential; one that is not linear names its `method`.
 *
 *     dv/dt = (vRest - v) / tau,  v += I,  a spike at v >= vTh,  then v = vReset
 *
 * Gerstner, Kistler, Naud & Paninski, "Neuronal Dynamics", Cambridge University Press (2014), section 1.3.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const templateName = defineFactory<Neuron, TemplateNameOptions>(
  "neuron 'template-scope/template-name'",
  {
    vRest: { type: 'number', describe: 'resting potential', unit: 'mV', default: -65 },
    vReset: { type: 'number', describe: 'potential after a spike', unit: 'mV', default: -65 },
    vTh: { type: 'number', describe: 'threshold', unit: 'mV', default: -50 },
    tau: { type: 'number', describe: 'membrane time constant', unit: 'ms', default: 20, min: 1e-3 },
    tauRef: { type: 'number', describe: 'refractory time', unit: 'ms', default: 2, min: 0 },
  },
  (params) => ({
    params,
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
