import type { AfterSteps } from '../diagnosis.ts';
import { isWithinPoint } from '../latency.ts';
import type { Rule } from './rule.ts';
import { inSteps, percent } from './text.ts';

/** Still rising: by more than this between the last two readings. */
const RISE = 0.005;
/** A difference of so few samples is chance: twice the standard error of a count. */
const CHANCE = 4;

const adviceFor = (last: AfterSteps, before: AfterSteps): string =>
  last.accuracy > before.accuracy + RISE
    ? `It was ${percent(before.accuracy)} after ${before.steps} and still rises: give it more steps.`
    : "It no longer rises, so more steps won't help: see the layers.";

/** An accuracy that doesn't come near the ANN's, and whether more steps would help. */
export const accuracyGap: Rule = ({ steps, ann, data }) => {
  const last = steps.at(-1)!;
  if (isWithinPoint(last.accuracy, ann.accuracy) || (ann.accuracy - last.accuracy) * data.samples <= CHANCE) return [];
  const before = steps.at(-2);
  const advice = before === undefined ? 'Give it more steps.' : adviceFor(last, before);
  const message = `Accuracy is ${percent(last.accuracy)} after ${inSteps(last.steps)}, more than a point below the ANN's ${percent(ann.accuracy)}. ${advice}`;
  return [{ rule: 'accuracy-gap', message }];
};
