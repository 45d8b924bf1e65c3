import { testLearningRule } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

const trace = { params: { tau: 20 }, state: 'dx/dt = -x / tau : pre, at spike x = 1' };
let made = 0;

testLearningRule(caughtBy('compiles', 'a name that is misspelt'), () => ({ ...trace, onPost: 'w += 0.01 * y' }));
testLearningRule(caughtBy('learns on a dense connection', 'a rule that learns nothing'), () => ({ ...trace, onPost: 'w += 0 * x' }));
testLearningRule(caughtBy('keeps every weight within its bounds', 'weights that are no numbers'), () => ({
  ...trace,
  onPost: 'w += sqrt(-1 - x)',
}));
testLearningRule(caughtBy('is the same each time it is made', 'another rate each time it is made'), () => ({
  ...trace,
  params: { ...trace.params, eta: 0.01 * ++made },
  onPost: 'w += eta * x',
}));
