import type { LearningRule } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { planNetwork } from '../src/plan/plan-network.ts';
import { smallNetwork } from './lif.ts';

const planOf = (rule: LearningRule) => {
  const connection = { ...smallNetwork.connections['input-exc']!, rule, bounds: [0, 1] as const };
  return planNetwork({ ...smallNetwork, connections: { 'input-exc': connection } }).connections[0]!.rule!;
};
const traces = 'dx/dt = -x / 20 : pre, at spike x = 1\ndy/dt = -y / 20 : post, at spike y = 1';

describe('what the equations of a rule allow to be skipped', () => {
  it('pair STDP: synapses of neurons that have not spiked, on both sides', () => {
    const rule = planOf({ params: {}, state: traces, onPre: 'w -= 0.1 * y', onPost: 'w += 0.1 * x' });
    expect([rule.onPreSkipsSilent, rule.onPostSkipsSilent]).toEqual([true, true]);
  });
  it('a rule with a target for the trace: none, for a silent input depresses', () => {
    const rule = planOf({ params: { xTar: 0.4 }, state: traces, onPost: 'w += 0.1 * (x - xTar) * (wMax - w)' });
    expect(rule.onPostSkipsSilent).toBe(false);
  });
  it('a trace that does not start at 0, or does not decay to 0: none', () => {
    expect(planOf({ params: {}, state: 'dx/dt = (1 - x) / 20 : pre', onPost: 'w += x' }).onPostSkipsSilent).toBe(false);
  });
  it('a step without reward', () => {
    expect(planOf({ params: {}, state: 'reward : signal', onStep: 'w += 0.1 * reward' }).onStepSkipsZeroSignals).toBe(true);
    expect(planOf({ params: {}, state: 'reward : signal', onStep: 'w += 0.1 * (reward - 1)' }).onStepSkipsZeroSignals).toBe(false);
  });
});
