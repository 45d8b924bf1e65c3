import type { LearningRule } from '@n3ml/core';
import { compileRule, EquationError } from '@n3ml/equations';

/** True where a rule reads wMin or wMax, so that its connections must have bounds. */
export function needsBounds(rule: LearningRule, dt: number): boolean {
  try {
    compileRule(rule, { dt, wMin: Number.NEGATIVE_INFINITY, wMax: Number.POSITIVE_INFINITY });
    return false;
  } catch (error) {
    if (error instanceof EquationError && error.code === 'N3ML_UNBOUNDED_WEIGHT') return true;
    throw error;
  }
}
