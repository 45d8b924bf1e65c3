import { type AnalogLayer, type AnalogNetwork, INPUT, type LayerInput, type SlidingWindow } from '@n3ml/conversion';
import { type LabelledSet, type RandomStream, randomStream } from '@n3ml/core';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** More positive weights than negative ones, so that every layer responds. */
const weights = (random: RandomStream, count: number, fanIn: number): Float32Array =>
  Float32Array.from({ length: count }, () => (3 * random.uniform() - 1) / fanIn);

/** A window that keeps the size of a sheet. */
const around: SlidingWindow = { size: [3, 3], strides: [1, 1], padding: [1, 1, 1, 1] };
/** A window that halves it. */
const halving: SlidingWindow = { size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] };

const dense = (random: RandomStream, from: string, inputs: number, outputs: number): LayerInput => ({
  from,
  synapses: { op: 'dense', weights: weights(random, inputs * outputs, inputs) },
});
const convolved = (random: RandomStream, from: string, channels: number, outputs: number): LayerInput => ({
  from,
  synapses: { op: 'conv2d', weights: weights(random, 9 * channels * outputs, 9 * channels), ...around },
});
const relu = (random: RandomStream, name: string, shape: readonly number[], ...inputs: readonly LayerInput[]): AnalogLayer => ({
  name,
  kind: 'relu',
  shape,
  inputs,
  bias: Float32Array.from({ length: shape.at(-1)! }, () => 0.2 * random.uniform()),
});
const output = (random: RandomStream, from: string, inputs: number): AnalogLayer => ({
  name: 'output',
  kind: 'output',
  shape: [3],
  inputs: [dense(random, from, inputs, 3)],
});

const sheet = [4, 4, 2] as const;

/** Small networks of each sort, with random weights. All their layers respond to samples of positive numbers. */
export const analogNetworks = {
  dense: (random) => ({
    input: [7],
    layers: [
      relu(random, 'first', [6], dense(random, INPUT, 7, 6)),
      relu(random, 'second', [5], dense(random, 'first', 6, 5)),
      output(random, 'second', 5),
    ],
  }),
  convolutional: (random) => ({
    input: sheet,
    layers: [
      relu(random, 'first', [4, 4, 3], convolved(random, INPUT, 2, 3)),
      relu(random, 'second', [4, 4, 2], convolved(random, 'first', 3, 2)),
      output(random, 'second', 32),
    ],
  }),
  pooling: (random) => ({
    input: sheet,
    layers: [
      relu(random, 'first', [4, 4, 3], convolved(random, INPUT, 2, 3)),
      { name: 'highest', kind: 'max-pool', shape: [2, 2, 3], inputs: [{ from: 'first', synapses: { op: 'max-pool', ...halving } }] },
      { name: 'mean', kind: 'relu', shape: [1, 1, 3], inputs: [{ from: 'highest', synapses: { op: 'average-pool', ...halving } }] },
      output(random, 'mean', 3),
    ],
  }),
  residual: (random) => ({
    input: sheet,
    layers: [
      relu(random, 'first', [4, 4, 3], convolved(random, INPUT, 2, 3)),
      relu(random, 'branch', [4, 4, 3], convolved(random, 'first', 3, 3)),
      relu(random, 'junction', [4, 4, 3], convolved(random, 'branch', 3, 3), { from: 'first', synapses: { op: 'identity' } }),
      output(random, 'junction', 48),
    ],
  }),
} as const satisfies Readonly<Record<string, (random: RandomStream) => AnalogNetwork>>;

/** Samples of a network: numbers in [0, 1), the first of them 0. */
export function samplesFor({ input }: AnalogNetwork, count: number, seed: number): LabelledSet {
  const random = randomStream(seed, 'samples');
  const size = sizeOf(input);
  const values = Float32Array.from({ length: count * size }, (_, k) => (k < size ? 0 : random.uniform()));
  return { count, shape: input, values, labels: new Uint8Array(count) };
}

/** The same network with activations that are `factor` times as large in every layer. */
export const scaled = ({ input, layers }: AnalogNetwork, factor: number): AnalogNetwork => ({
  input,
  layers: layers.map((layer) => ({
    ...layer,
    ...(layer.bias && { bias: layer.bias.map((bias) => factor * bias) }),
    inputs: layer.inputs.map(({ from, synapses }) => ({
      from,
      synapses: from === INPUT && 'weights' in synapses ? { ...synapses, weights: synapses.weights.map((w) => factor * w) } : synapses,
    })),
  })),
});
