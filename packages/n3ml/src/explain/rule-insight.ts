import type { LearningRule, Network, Neuron } from '@n3ml/core';
import { ruleSymbols } from '@n3ml/equations';
import { ruleEquations } from './equation-lines.ts';
import type { Insight, Workbench } from './insight.ts';
import { symbolNames } from './symbol-names.ts';
import { windowPlots } from './window-plots.ts';

const cell: Neuron = { params: {}, state: 'dv/dt = 0', input: 'v += I', threshold: 'v >= 1', reset: 'v = 0' };

/** The rule on a dense connection, between neurons with next to no equations of their own. */
const denseNetwork = (rule: LearningRule): Network => ({
  dt: 1,
  populations: { pre: { size: 8 }, post: { size: 8, neuron: cell } },
  connections: {
    learned: { from: 'pre', to: 'post', topology: { kind: 'dense' }, weights: new Float32Array(64).fill(0.5), rule, bounds: [0, 1] },
  },
});

export function ruleInsight(rule: LearningRule, { executor, window = {}, signal = 1 }: Workbench): Insight {
  const use = () => ruleSymbols(rule);
  const { reads, writes } = symbolNames(use);
  const signals = Object.fromEntries(use().reads.flatMap(({ name, scope }) => (scope === 'signal' ? [[name, signal] as const] : [])));
  return {
    equations: ruleEquations(rule),
    reads,
    writes,
    kernels: () => ({ network: denseNetwork(rule), isOwn: (kernel) => /^(?!propagate).*_learned$/.test(kernel) }),
    plots: () => windowPlots(rule, executor, { ...window, signals }),
  };
}
