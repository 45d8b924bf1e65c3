import type { Neuron } from '@n3ml/core';
import { testNeuron } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

const leaky: Neuron = { params: { tau: 20 }, state: 'dv/dt = -v / tau', input: 'v += I', threshold: 'v >= 1', reset: 'v = 0' };
let made = 0;

testNeuron(caughtBy('compiles', 'a variable that is not there'), () => ({ ...leaky, reset: 'u = 0' }));
testNeuron(caughtBy('spikes where it is driven hard enough', 'a threshold that is never reached'), () => ({
  ...leaky,
  threshold: 'v > 1e30',
}));
testNeuron(caughtBy('is the same each time it is made', 'another time constant each time it is made'), () => ({
  ...leaky,
  params: { tau: ++made },
}));
