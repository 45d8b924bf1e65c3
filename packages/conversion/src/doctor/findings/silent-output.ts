import type { Rule } from './rule.ts';
import { inSteps, percent } from './text.ts';

const TOLERATED = 0.25;
/** Before so many steps a silent output is to be expected. */
const EARLY = 20;

/** An output that hasn't spiked: then potentials decide. Told for the last reading at which it is the case. */
export const silentOutput: Rule = ({ steps, layers }) => {
  const enough = Math.min(EARLY, steps.at(-1)!.steps);
  const late = steps.findLast((after) => after.silent > TOLERATED && after.steps >= enough);
  if (!late) return [];
  const message = `The output is silent for ${percent(late.silent)} of the samples after ${inSteps(late.steps)}, where its potentials decide. Give it more steps, start potentials at 1/2, or read the membrane.`;
  return [{ rule: 'silent-output', layer: layers.at(-1)!.name, message }];
};
