import type { LayerInput } from '../analog-network.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Signal, WeightedSum } from './signal.ts';
import { refusal, type Site } from './site.ts';

/** Add: the junction of branches. Sums join with their weights and biases, activations by identity. */
export function readAdd(site: Site, signals: readonly Signal[], network: NetworkBuilder): WeightedSum {
  const parts = signals.map((signal) => (signal.kind === 'sum' && !signal.pool ? signal : network.plainActivity(signal, site)));
  for (const { shape, flat } of parts) {
    if (flat) throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', 'it adds what was flattened', 'Add first, then flatten.');
    if (shape.join() !== site.shape.join()) {
      const why = `it adds shapes [${shape.join(', ')}] and [${site.shape.join(', ')}]`;
      throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, 'Bring the branches to one shape, by a 1x1 convolution.');
    }
  }
  const inputs = parts.flatMap((part): readonly LayerInput[] =>
    part.kind === 'sum' ? part.inputs : [{ from: part.from, synapses: { op: 'identity' } }],
  );
  const biases = parts.flatMap((part) => (part.kind === 'sum' && part.bias ? [part.bias] : []));
  const bias = biases[0]?.map((_, c) => biases.reduce((total, { [c]: value }) => total + value!, 0));
  const nonNegative = parts.every((part) => part.nonNegative);
  return { kind: 'sum', name: site.name, shape: site.shape, flat: false, inputs, ...(bias && { bias }), nonNegative };
}
