import { type AnalogLayer, type AnalogNetwork, INPUT } from '../analog-network.ts';
import { shapesOf } from '../forward.ts';
import { mapWeights } from '../map-weights.ts';
import type { SpikingLayer, SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow, Synapses } from '../synapses.ts';

const kindOf = ({ layers }: SpikingNetwork, layer: SpikingLayer): AnalogLayer['kind'] =>
  layer.kind === 'max-pool' ? 'max-pool' : layer === layers.at(-1) ? 'output' : 'relu';

/** One weight per channel, from every place under the window. */
const perChannel = ({ size, strides, padding }: SlidingWindow, channels: number, weight: (channel: number) => number): Synapses => ({
  op: 'depthwise-conv2d',
  weights: Float32Array.from({ length: size[0] * size[1] * channels }, (_, k) => weight(k % channels)),
  size,
  strides,
  padding,
});

const oneToOne: SlidingWindow = { size: [1, 1], strides: [1, 1], padding: [0, 0, 0, 0] };

function unscale(
  synapses: SpikingSynapses,
  input: readonly number[],
  output: readonly number[],
  factor: (i: number, j: number) => number,
): Synapses {
  const channels = input.at(-1)!;
  switch (synapses.op) {
    case 'max-pool':
      return synapses;
    case 'sum-pool':
      return perChannel(synapses, channels, (c) => synapses.weight * factor(c, c));
    case 'identity':
      return perChannel(oneToOne, channels, (c) => synapses.weights[c % synapses.weights.length]! * factor(c, c));
    default: {
      const units = synapses.op === 'dense' ? output.reduce((product, length) => product * length, 1) : output.at(-1)!;
      const weights = mapWeights(synapses, channels, units, (weight, i, j) => weight * factor(i, j));
      return { ...synapses, weights: Float32Array.from(weights) };
    }
  }
}

/**
 * The network of rectified linear units that a spiking one stands for, recovered from its weights: `w = w' lambda_j / lambda_i`, `b = b' lambda_j`. The inverse of
 * `convert`, but for the rounding of weights to their grid and for the names of operations: average pooling comes back as the weights that it has become.
 */
export function analogOf(network: SpikingNetwork): AnalogNetwork {
  const shapes = shapesOf(network);
  const lambdas = new Map([
    [INPUT, Float32Array.of(network.inputScale)],
    ...network.layers.map(({ name, lambda }) => [name, lambda] as const),
  ]);
  const layers = network.layers.map((layer): AnalogLayer => {
    const { name, shape, inputs, bias, lambda } = layer;
    const lambdaOf = (j: number): number => lambda[j % lambda.length]!;
    return {
      name,
      kind: kindOf(network, layer),
      shape,
      inputs: inputs.map(({ from, synapses }) => {
        const before = lambdas.get(from)!;
        const factor = (i: number, j: number): number => lambdaOf(j) / before[i % before.length]!;
        return { from, synapses: unscale(synapses, shapes.get(from)!, shape, factor) };
      }),
      ...(bias && { bias: bias.map((value, c) => value * lambdaOf(c)) }),
    };
  });
  return { input: network.input, layers };
}
