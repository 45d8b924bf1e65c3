import { defineFactory } from '@n3ml/core';
import type { SilentRule } from './silent-rule.ts';

/** Leaves silent neurons as they are. One that never fires is lost. */
export const leave = defineFactory<SilentRule, Record<never, never>>("silent rule 'leave'", {}, () => ({ add() {} }), {
  summary: 'Changes nothing: a neuron that never fires is lost.',
});
