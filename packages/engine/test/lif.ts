import type { Network, Neuron } from '@n3ml/core';

/** A leaky integrate-and-fire neuron with delta input, written as a third party would. */
export const lif: Neuron = {
  params: { vRest: -65, vReset: -65, vTh: -52, tau: 20, tauRef: 3 },
  state: 'dv/dt = (vRest - v) / tau',
  init: 'v = vRest',
  input: 'v += I',
  threshold: 'v >= vTh',
  reset: 'v = vReset',
  refractory: 'tauRef',
};

/** 3 inputs, all to all onto 5 neurons. */
export const smallNetwork: Network = {
  dt: 1,
  populations: { input: { size: 3 }, exc: { size: 5, neuron: lif } },
  connections: { 'input-exc': { from: 'input', to: 'exc', topology: { kind: 'dense' }, weights: new Float32Array(15).fill(1) } },
};
