import { postPre, powerLaw, reward, triplet } from '@n3ml/stdp';
import { testLearningRule } from '../src/index.ts';

testLearningRule('post-pre', () => postPre());
testLearningRule('power-law', () => powerLaw());
testLearningRule('triplet', () => triplet());
testLearningRule('reward', () => reward());
testLearningRule('a trace that only events change, a statement per spike and a variable per synapse', {
  params: { tau: 30, eta: 0.05 },
  state: `dx/dt = -x / tau : pre
          fatigue : post
          de/dt = -e / tau : synapse`,
  onPre: 'e += x; x += 1; w -= 0.5 * eta * e',
  onPost: 'w += eta * x * exp(-fatigue); e -= 0.1; fatigue += 0.01',
  onStep: 'w -= 1e-4 * e',
});
