import { defineFactory, type Neuron } from '@n3ml/core';

/** Options of {@link lifCurrent}. */
export interface LifCurrentOptions {
  /** Resting potential, in mV. @default -70 */
  readonly vRest?: number;
  /** Potential after a spike, in mV. @default -70 */
  readonly vReset?: number;
  /** Threshold, in mV. @default -55 */
  readonly vTh?: number;
  /** Membrane time constant, in ms. @default 10 */
  readonly tau?: number;
  /** Synaptic time constant, in ms. @default 2 */
  readonly tauSyn?: number;
  /** Refractory time, in ms: v is held at vReset while the synaptic current goes on. @default 2 */
  readonly tauRef?: number;
}

/**
 * Leaky integrate-and-fire with exponential synaptic currents: `dv/dt = (vRest - v + s) / tau`, `ds/dt = -s / tauSyn`, `s += I`, a spike at
 * `v >= vTh`. s is the synaptic current times the membrane resistance, in mV. The two equations are stepped together by their matrix
 * exponential, so the trajectory between spikes is exact for any dt.
 *
 * @see Rotter & Diesmann, Exact digital simulation of time-invariant linear systems with applications to neuronal modeling, Biological
 *   Cybernetics 81 (1999); the defaults are those of NEST's iaf_psc_exp
 */
export const lifCurrent = defineFactory<Neuron, LifCurrentOptions>(
  "neuron 'lif-current'",
  {
    vRest: { type: 'number', describe: 'resting potential', unit: 'mV', default: -70 },
    vReset: { type: 'number', describe: 'potential after a spike', unit: 'mV', default: -70 },
    vTh: { type: 'number', describe: 'threshold', unit: 'mV', default: -55 },
    tau: { type: 'number', describe: 'membrane time constant', unit: 'ms', default: 10, min: 1e-3 },
    tauSyn: { type: 'number', describe: 'synaptic time constant', unit: 'ms', default: 2, min: 1e-3 },
    tauRef: { type: 'number', describe: 'refractory time', unit: 'ms', default: 2, min: 0 },
  },
  ({ vRest, vReset, vTh, tau, tauSyn, tauRef }) => ({
    params: { vRest, vReset, vTh, tau, tauSyn, tauRef },
    state: `dv/dt = (vRest - v + s) / tau : unless refractory
            ds/dt = -s / tauSyn`,
    init: 'v = vRest',
    input: 's += I : always',
    threshold: 'v >= vTh',
    reset: 'v = vReset',
    refractory: 'tauRef',
  }),
  {
    summary: 'Leaky integrate-and-fire with synaptic currents that decay exponentially, stepped exactly.',
    source:
      'S. Rotter, M. Diesmann, "Exact digital simulation of time-invariant linear systems with applications to neuronal modeling", Biological Cybernetics 81 (1999)',
  },
);
