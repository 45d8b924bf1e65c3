import type { Rule } from './rule.ts';
import { figure, inSteps } from './text.ts';

/** Layers whose active neurons are to spike less than once in the whole run: rates that can't be told from silence. */
export const faintLayer: Rule = ({ layers, steps }) => {
  const last = steps.at(-1)!.steps;
  return layers
    .filter(({ kind, activity }) => kind === 'integrate-and-fire' && activity > 0 && activity * last < 1)
    .map(({ name, activity, rates }) => {
      const seen = rates!.mean === 0 ? 'It never spikes.' : 'Most of it is silent.';
      return {
        rule: 'faint-layer',
        layer: name,
        message: `${name}: an active neuron is due ${figure(activity * last)} spikes in ${inSteps(last)}, for lambda is far above its activations. ${seen} Balance with a percentile, such as 99.9, or run more steps.`,
      };
    });
};
