import type { RandomStream } from '@n3ml/core';
import type { SpikingSynapses } from '../src/spiking-network.ts';
import type { SlidingWindow, Synapses } from '../src/synapses.ts';

/** A random window over a sheet, inside of which every position has a place of the sheet, and the height and width of what it gives. */
export function randomWindow(
  random: RandomStream,
  [height, width]: readonly number[],
): { window: SlidingWindow; places: [number, number] } {
  const size = [1 + random.integer(Math.min(4, height!)), 1 + random.integer(Math.min(4, width!))] as const;
  const strides = [1 + random.integer(3), 1 + random.integer(3)] as const;
  const pad = (side: number) => random.integer(size[side]!);
  const padding = random.uniform() < 0.4 ? ([0, 0, 0, 0] as const) : ([pad(0), pad(0), pad(1), pad(1)] as const);
  const count = (length: number, side: 0 | 1) =>
    Math.floor((length + padding[2 * side]! + padding[2 * side + 1]! - size[side]) / strides[side]) + 1;
  return { window: { size, strides, padding }, places: [count(height!, 0), count(width!, 1)] };
}

const OPS = ['dense', 'conv2d', 'depthwise-conv2d', 'average-pool', 'sum-pool', 'max-pool', 'identity'] as const;

/** Synapses of any kind over a random sheet, with the shape of what they give. */
export function randomSynapses(random: RandomStream): { synapses: Synapses | SpikingSynapses; input: number[]; output: number[] } {
  const [height, width, channels] = [1 + random.integer(7), 1 + random.integer(7), 1 + random.integer(4)];
  const input = [height, width, channels];
  const { window, places } = randomWindow(random, input);
  const weights = (length: number) => Float32Array.from({ length }, () => random.normal());
  const op = OPS[random.integer(OPS.length)]!;
  switch (op) {
    case 'dense': {
      const outputs = 1 + random.integer(5);
      return { synapses: { op, weights: weights(height * width * channels * outputs) }, input, output: [outputs] };
    }
    case 'conv2d': {
      const outputs = 1 + random.integer(9);
      const area = window.size[0] * window.size[1];
      return { synapses: { op, weights: weights(area * channels * outputs), ...window }, input, output: [...places, outputs] };
    }
    case 'depthwise-conv2d': {
      const multiplier = 1 + random.integer(2);
      const area = window.size[0] * window.size[1];
      return {
        synapses: { op, weights: weights(area * channels * multiplier), ...window },
        input,
        output: [...places, channels * multiplier],
      };
    }
    case 'sum-pool':
      return { synapses: { op, weight: random.normal(), ...window }, input, output: [...places, channels] };
    case 'average-pool':
    case 'max-pool':
      return { synapses: { op, ...window }, input, output: [...places, channels] };
    case 'identity':
      return {
        synapses: random.uniform() < 0.5 ? { op } : { op, weights: weights(random.uniform() < 0.5 ? 1 : channels) },
        input,
        output: input,
      };
  }
}
