import type { Rule } from './rule.ts';
import { percent } from './text.ts';

/** The weights stand for a network that is worse than the one that was converted, by more than chance: something was lost on the way. */
export const changedNetwork: Rule = ({ ann: { accuracy, recordedAccuracy }, data: { samples } }) => {
  if (recordedAccuracy === undefined) return [];
  const chance = 3 * Math.sqrt((recordedAccuracy * (1 - recordedAccuracy)) / samples);
  if (accuracy >= recordedAccuracy - 0.01 - chance) return [];
  const message = `The network that the weights stand for gets ${percent(accuracy)} of the samples right, the one that was converted ${percent(recordedAccuracy)}: other weights, other data, or other preprocessing. Convert it again, and measure on the dataset that it was trained on.`;
  return [{ rule: 'changed-network', message }];
};
