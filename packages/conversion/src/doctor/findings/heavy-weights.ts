import type { Rule } from './rule.ts';
import { figure } from './text.ts';

/**
 * Weights with which a single spike crosses the threshold. What exceeds it is lost where a spike resets to zero; by subtraction it is spent in the steps after, as
 * long as it is less than another spike.
 */
export const heavyWeights: Rule = ({ layers, network: { resetBy } }) => {
  const [most, what] = resetBy === 'zero' ? [1, 'what exceeds it is lost'] : [2, 'and then again for some steps'];
  const remedy = resetBy === 'zero' ? 'Reset by subtraction, or balance with a larger lambda' : 'Balance with a larger lambda';
  return layers
    .filter(({ kind, heaviest }) => kind === 'integrate-and-fire' && heaviest > most)
    .map(({ name, heaviest }) => ({
      rule: 'heavy-weights',
      layer: name,
      message: `${name}: one spike is worth up to ${figure(heaviest)} thresholds, so it alone crosses the threshold, ${what}. ${remedy}.`,
    }));
};
