import type { LearningRule, Neuron } from '@n3ml/core';
import { testLearningRule, testNeuron } from '../src/index.ts';

// The example of the README.
const quadratic = (): Neuron => ({
  params: { vRest: -65, vC: -50, vTh: -30, tau: 20, a: 0.08 },
  state: 'dv/dt = a * (v - vRest) * (v - vC) / tau + I / tau',
  init: 'v = vRest',
  input: '',
  threshold: 'v >= vTh',
  reset: 'v = vRest',
  method: 'euler',
});

const hebb = ({ eta = 0.01 } = {}): LearningRule => ({
  params: { tau: 20, eta },
  state: 'dx/dt = -x / tau : pre, at spike x = 1',
  onPost: 'w += eta * x * (wMax - w)',
});

testNeuron('acme/quadratic', quadratic, { dt: 0.5 });
testLearningRule('acme/hebb', () => hebb({ eta: 0.02 }));
