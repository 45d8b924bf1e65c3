import { readFileSync } from 'node:fs';
import type { LearningRule, Neuron } from '@n3ml/core';
import { expect, it } from 'vitest';
import { testLearningRule, testNeuron } from '../src/index.ts';

it('has the code of the README from here on', () => {
  const text = readFileSync(import.meta.filename, 'utf8');
  const own = text.slice(text.indexOf('\nconst '));
  expect(own).toContain('\ntestLearningRule(');
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(own);
});

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
