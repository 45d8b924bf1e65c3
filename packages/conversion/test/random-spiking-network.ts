import { type RandomStream, randomStream } from '@n3ml/core';
import type { LayerInput } from '../src/analog-network.ts';
import type { InputEncoding, SpikingLayer, SpikingNetwork, SpikingSynapses } from '../src/spiking-network.ts';
import type { SlidingWindow } from '../src/synapses.ts';

type Shape = readonly number[];

const pick = <T>(random: RandomStream, choices: readonly T[]): T => choices[random.integer(choices.length)]!;
const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** Makes layers with whole multiples of 2^-gridBits as weights, more positive than negative so that something spikes. */
class LayerMaker {
  readonly #random: RandomStream;
  readonly #gridBits: number;

  constructor(random: RandomStream, gridBits: number) {
    this.#random = random;
    this.#gridBits = gridBits;
  }

  numbers(count: number, scale: number): Float32Array {
    const unit = 2 ** this.#gridBits;
    return Float32Array.from({ length: count }, () => Math.round((this.#random.uniform() * 1.6 - 0.5) * scale * unit) / unit);
  }

  #window(height: number, width: number): { window: SlidingWindow; rows: number; columns: number } {
    const random = this.#random;
    const size = [1 + random.integer(Math.min(3, height)), 1 + random.integer(Math.min(3, width))] as const;
    const strides = [1 + random.integer(2), 1 + random.integer(2)] as const;
    const padding = [random.integer(size[0]), random.integer(size[0]), random.integer(size[1]), random.integer(size[1])] as const;
    const places = (length: number, before: number, after: number, own: number, stride: number): number =>
      Math.floor((length + before + after - own) / stride) + 1;
    return {
      window: { size, strides, padding },
      rows: places(height, padding[0], padding[1], size[0], strides[0]),
      columns: places(width, padding[2], padding[3], size[1], strides[1]),
    };
  }

  /** Synapses of an operation onto a layer of a shape that follows from it. */
  synapses(op: SpikingSynapses['op'], shape: Shape): { synapses: SpikingSynapses; shape: Shape } {
    const random = this.#random;
    if (op === 'identity') {
      return { synapses: { op, weights: this.numbers(pick(random, [1, shape.at(-1)!]), 1.5) }, shape };
    }
    if (op === 'dense') {
      const outputs = 1 + random.integer(6);
      return { synapses: { op, weights: this.numbers(product(shape) * outputs, 1) }, shape: [outputs] };
    }
    const [height, width, channels] = shape as readonly [number, number, number];
    const { window, rows, columns } = this.#window(height, width);
    const outputs = op === 'conv2d' ? 1 + random.integer(3) : op === 'depthwise-conv2d' ? channels * (1 + random.integer(2)) : channels;
    const taps = window.size[0] * window.size[1];
    const to = [rows, columns, outputs];
    switch (op) {
      case 'conv2d':
        return { synapses: { op, weights: this.numbers(taps * channels * outputs, 1), ...window }, shape: to };
      case 'depthwise-conv2d':
        return { synapses: { op, weights: this.numbers(taps * outputs, 1), ...window }, shape: to };
      case 'sum-pool':
        return { synapses: { op, weight: this.numbers(1, 1)[0]! || 0.5, ...window }, shape: to };
      case 'max-pool':
        return { synapses: { op, ...window }, shape: to };
    }
  }
}

/** A small network with every kind of layer now and then; the same for the same seed. */
export function randomSpikingNetwork(seed: number, encoding: InputEncoding = 'bernoulli'): SpikingNetwork {
  const random = randomStream(seed, 'network');
  const gridBits = pick(random, [2, 8, 12, 16]);
  const maker = new LayerMaker(random, gridBits);
  const input = random.uniform() < 0.2 ? [2 + random.integer(8)] : [2 + random.integer(4), 2 + random.integer(4), 1 + random.integer(3)];
  const layers: SpikingLayer[] = [];
  let [from, shape]: [string, Shape] = ['input', input];
  const count = 1 + random.integer(4);
  for (let l = 0; l < count; l++) {
    const isLast = l === count - 1;
    const ops: SpikingSynapses['op'][] = ['dense', 'identity'];
    if (shape.length === 3) ops.push('conv2d', 'conv2d', 'depthwise-conv2d', 'sum-pool');
    if (shape.length === 3 && !isLast && (l > 0 || encoding === 'bernoulli')) ops.push('max-pool', 'max-pool');
    const made = maker.synapses(pick(random, ops), shape);
    const inputs: LayerInput<SpikingSynapses>[] = [{ from, synapses: made.synapses }];
    const isPool = made.synapses.op === 'max-pool';
    const shortcut = [...layers, { name: 'input', shape: input }].find((other) => String(other.shape) === String(made.shape));
    if (!isPool && shortcut && random.uniform() < 0.5) {
      inputs.push({ from: shortcut.name, synapses: maker.synapses('identity', made.shape).synapses });
    }
    const channels = made.shape.at(-1)!;
    layers.push({
      name: `${made.synapses.op}-${l}`,
      kind: isPool ? 'max-pool' : isLast && random.uniform() < 0.5 ? 'readout' : 'integrate-and-fire',
      shape: made.shape,
      inputs,
      ...(!isPool && random.uniform() < 0.5 ? { bias: maker.numbers(channels, 0.3) } : {}),
      lambda: Float32Array.of(1),
      gridBits,
    });
    from = layers.at(-1)!.name;
    shape = made.shape;
  }
  return {
    input,
    encoding,
    inputScale: pick(random, [1, 2]),
    layers,
    resetBy: pick(random, ['zero', 'subtraction']),
    initialPotential: pick(random, [0, 0.5]),
  };
}

/** Values for the samples of a network: in [0, 1], or [-1, 1] where it takes a sign. */
export function randomValues({ input, encoding }: SpikingNetwork, seed: number): (k: number) => Float32Array {
  return (k) => {
    const random = randomStream(seed, 'values', k);
    const signed = encoding !== 'bernoulli';
    return Float32Array.from({ length: product(input) }, () => {
      const x = random.uniform();
      return x < 0.2 ? 0 : x > 0.9 ? 1 : signed ? 2 * x - 1 : x;
    });
  };
}
