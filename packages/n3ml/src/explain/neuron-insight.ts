import type { Neuron } from '@n3ml/core';
import { neuronSymbols } from '@n3ml/equations';
import { neuronEquations } from './equation-lines.ts';
import type { Insight, Workbench } from './insight.ts';
import { ratePlots } from './rate-plots.ts';
import { symbolNames } from './symbol-names.ts';

export function neuronInsight(neuron: Neuron, { executor }: Workbench): Insight {
  const { reads, writes } = symbolNames(() => neuronSymbols(neuron));
  return {
    equations: neuronEquations(neuron),
    reads,
    writes,
    kernels: () => ({ network: { dt: 1, populations: { neurons: { size: 8, neuron } }, connections: {} }, isOwn: () => true }),
    plots: () => ratePlots(neuron, executor, writes),
  };
}
