import type { LearningRule } from '@n3ml/core';
import { type Assign, compileRule, unchangedWhenZero } from '@n3ml/equations';
import type { RulePlan } from './plan.ts';
import { withPlace } from './with-place.ts';

/** Compiles a rule and finds out which synapses its statements leave as they are. */
export function planRule(connection: string, rule: LearningRule, dt: number, [wMin, wMax]: readonly [number, number]): RulePlan {
  const program = withPlace(`the rule of connection '${connection}'`, () => compileRule(rule, { dt, wMin, wMax }));
  const silent = new Set([
    ...program.pre.filter((variable) => variable.zeroUntilSpike).map(({ name }) => `pre.${name}`),
    ...program.post.filter((variable) => variable.zeroUntilSpike).map(({ name }) => `post.${name}`),
  ]);
  const skips = (side: 'pre' | 'post', assigns: readonly Assign[]): boolean =>
    unchangedWhenZero(assigns, (slot) => slot.scope === side && silent.has(`${side}.${slot.name}`));
  const clampsInStep = changesWeights(program.onStep) && (changesWeights(program.onPre) || changesWeights(program.onPost));
  return {
    program,
    onPreSkipsSilent: skips('post', program.onPre),
    onPostSkipsSilent: skips('pre', program.onPost),
    onStepSkipsZeroSignals:
      program.signals.length > 0 && !clampsInStep && unchangedWhenZero(program.onStep, (slot) => slot.scope === 'signal'),
    clampsInStep,
  };
}

/** True where a rule's statements change weights. */
export const changesWeights = (assigns: readonly Assign[]): boolean =>
  assigns.some(({ slot }) => slot.scope === 'synapse' && slot.name === 'w');
