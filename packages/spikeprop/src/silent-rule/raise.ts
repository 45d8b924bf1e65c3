import { defineFactory } from '@n3ml/core';
import type { SpikeTimeNetwork } from '../network/network.ts';
import type { SilentRule } from './silent-rule.ts';

/** Options of {@link raise} and {@link raiseAll}. */
export interface RaiseOptions {
  /** What is added to a weight. @default 0.01 */
  readonly amount?: number;
}

const specs = { amount: { type: 'number', describe: 'what is added to a weight', default: 0.01, min: 0 } } as const;

/** Raises the weights onto the silent neurons of a layer, from neurons that fired. */
function raiseLayer(network: SpikeTimeNetwork, l: number, amount: number, change: Float64Array): void {
  const { post, start, row } = network.projections[l]!;
  const { synapses, count } = network.arrivals[l]!;
  for (let j = 0; j < post; j++) {
    if (network.times[l + 1]![j] !== Infinity) continue;
    for (let k = 0; k < count; k++) change[start + j * row + synapses[k]!]! += amount;
  }
}

const isSilent = (times: Float64Array): boolean => times.every((time) => time === Infinity);

/**
 * Raises the weights onto silent outputs, from every neuron that fired in the sample; where a whole layer is silent, the weights onto that layer too. Single
 * silent neurons of hidden layers are left alone: to be silent for some samples may be what they are for.
 */
export const raise = defineFactory<SilentRule, RaiseOptions>(
  "silent rule 'raise'",
  specs,
  ({ amount }) => ({
    add(network, change) {
      const outputs = network.projections.length;
      for (let layer = 1; layer <= outputs; layer++) {
        if (layer === outputs || isSilent(network.times[layer]!)) raiseLayer(network, layer - 1, amount, change);
      }
    },
  }),
  { summary: 'Strengthens the synapses onto silent outputs, and onto layers that are silent as a whole.' },
);

/** Raises the weights onto every silent neuron, from every neuron that fired in the sample. */
export const raiseAll = defineFactory<SilentRule, RaiseOptions>(
  "silent rule 'raise-all'",
  specs,
  ({ amount }) => ({
    add(network, change) {
      for (let l = 0; l < network.projections.length; l++) raiseLayer(network, l, amount, change);
    },
  }),
  { summary: 'Strengthens the synapses onto every silent neuron, from every neuron that fired in the sample.' },
);
