import { expect, test } from 'vitest';
import { neuronSymbols, ruleSymbols } from '../src/index.ts';

test('a rule: what its statements read and change, and where that lives', () => {
  const rule = {
    params: { alpha: 0.1, tau: 20 },
    state: `dx/dt = -x / tau : pre, at spike x = 1
            dy/dt = -y / tau : post
            de/dt = -dopamine * e : synapse
            reward : signal
            dopamine : signal`,
    onPre: 'e -= y',
    onPost: 'w += alpha * x * max(wMax - w, 0); y = 1',
    onStep: 'w += reward * e',
  };
  expect(ruleSymbols(rule)).toEqual({
    reads: [
      { name: 'e', scope: 'synapse' },
      { name: 'y', scope: 'post' },
      { name: 'w', scope: 'synapse' },
      { name: 'alpha', scope: 'parameter' },
      { name: 'x', scope: 'pre' },
      { name: 'wMax', scope: 'bound' },
      { name: 'reward', scope: 'signal' },
      { name: 'dopamine', scope: 'signal' },
    ],
    writes: [
      { name: 'e', scope: 'synapse' },
      { name: 'w', scope: 'synapse' },
      { name: 'y', scope: 'post' },
    ],
  });
});

test('a neuron: the input is I in every channel', () => {
  const neuron = {
    params: { tau: 10, vTh: 1 },
    state: `dv/dt = (ge * (2 - v) - v) / tau
            dge/dt = -ge
            theta`,
    input: { ge: 'ge += I : always', gi: 'v -= I' },
    threshold: 'v >= vTh + theta',
    reset: 'v = 0; theta += 1',
  };
  const { reads, writes } = neuronSymbols(neuron);
  expect(reads.map(({ name, scope }) => `${name}: ${scope}`)).toEqual([
    'ge: neuron',
    'v: neuron',
    'tau: parameter',
    'I: input',
    'theta: neuron',
    'vTh: parameter',
  ]);
  expect(writes.map(({ name }) => name)).toEqual(['v', 'ge', 'theta']);
});

test('a mistake is told of as compiling tells of it', () => {
  expect(() => ruleSymbols({ params: {}, onPost: 'w +' })).toThrow(/onPost/);
  expect(() => neuronSymbols({ params: {}, state: 'v', input: '', threshold: 'v >=', reset: '' })).toThrow(/threshold/);
});
