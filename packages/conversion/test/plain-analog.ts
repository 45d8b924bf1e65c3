import { type AnalogNetwork, INPUT } from '../src/analog-network.ts';
import { plainSynapses } from './plain-synapses.ts';

/** The activations of every layer for one sample, by name, and the sample itself as 'input'; by loops in double precision. */
export function plainAnalog({ input, layers }: AnalogNetwork, sample: ArrayLike<number>): Map<string, Float64Array> {
  const activations = new Map([[INPUT, Float64Array.from(sample)]]);
  const shapes = new Map([[INPUT, input]]);
  for (const { name, kind, shape, inputs, bias } of layers) {
    const sums = inputs.map(({ from, synapses }) => plainSynapses(synapses, activations.get(from)!, shapes.get(from)!, shape));
    const total = sums[0]!.map((_, j) => sums.reduce((sum, part) => sum + part[j]!, 0) + (bias ? bias[j % bias.length]! : 0));
    activations.set(name, kind === 'relu' ? total.map((value) => Math.max(0, value)) : total);
    shapes.set(name, shape);
  }
  return activations;
}
