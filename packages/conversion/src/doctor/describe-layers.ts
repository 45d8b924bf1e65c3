import { INPUT } from '../analog-network.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import type { LayerDiagnosis, Spread } from './diagnosis.ts';
import { spread } from './spread.ts';

function heaviestOf(synapses: SpikingSynapses): number {
  if ('weights' in synapses) return synapses.weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  return synapses.op === 'sum-pool' ? Math.abs(synapses.weight) : 0;
}

/** What can be told of each layer without running it. */
export function describeLayers(
  network: SpikingNetwork,
): Pick<LayerDiagnosis, 'name' | 'kind' | 'neurons' | 'lambda' | 'inputs' | 'heaviest'>[] {
  const lambdas = new Map([
    [INPUT, spread(Float32Array.of(network.inputScale))],
    ...network.layers.map(({ name, lambda }) => [name, spread(lambda)] as const),
  ]);
  const byCurrent = network.encoding === 'current';
  return network.layers.map(({ name, kind, shape, inputs }) => {
    const lambda = lambdas.get(name)!;
    const thresholdFrom = (from: string): Spread => {
      const before = lambdas.get(from)!;
      return { min: lambda.min / before.max, median: lambda.median / before.median, max: lambda.max / before.min };
    };
    const bySpikes = inputs.filter(({ from }) => !(byCurrent && from === INPUT));
    return {
      name,
      kind,
      neurons: sizeOf(shape),
      lambda,
      inputs: inputs.map(({ from }) => ({ from, ...(kind !== 'max-pool' && { threshold: thresholdFrom(from) }) })),
      heaviest: Math.max(0, ...bySpikes.map(({ synapses }) => heaviestOf(synapses))),
    };
  });
}
