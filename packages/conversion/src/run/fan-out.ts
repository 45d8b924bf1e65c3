import { INPUT } from '../analog-network.ts';
import { sheetOf } from '../sheet-of.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow } from '../synapses.ts';

/** Under how many windows each place of a line of `length` lies. */
function windowsOver(length: number, windows: number, size: number, stride: number, before: number): number[] {
  const counts = new Array<number>(length).fill(0);
  for (let k = 0; k < windows; k++) {
    const start = k * stride - before;
    for (let place = Math.max(0, start); place < Math.min(length, start + size); place++) counts[place]!++;
  }
  return counts;
}

/** How many synapses leave each neuron: [size of the input]. */
function synapsesFrom(synapses: SpikingSynapses, input: readonly number[], output: readonly number[]): Float64Array {
  const [height, width, channels] = sheetOf(input);
  const [rows, columns, outputs] = sheetOf(output);
  const slide = ({ size, strides, padding }: SlidingWindow, each: number): Float64Array => {
    const over = [
      windowsOver(height, rows, size[0], strides[0], padding[0]),
      windowsOver(width, columns, size[1], strides[1], padding[2]),
    ] as const;
    return Float64Array.from({ length: height * width * channels }, (_, i) => {
      const place = Math.floor(i / channels);
      return over[0][Math.floor(place / width)]! * over[1][place % width]! * each;
    });
  };
  switch (synapses.op) {
    case 'dense':
      return new Float64Array(sizeOf(input)).fill(sizeOf(output));
    case 'identity':
      return new Float64Array(sizeOf(input)).fill(1);
    case 'conv2d':
      return slide(synapses, outputs);
    case 'depthwise-conv2d':
      return slide(synapses, outputs / channels);
    case 'sum-pool':
    case 'max-pool':
      return slide(synapses, 1);
  }
}

/**
 * How many synapses a spike of each neuron reaches.
 *
 * @param name of a layer, or {@link INPUT}
 * @returns [size of the layer]
 */
export function fanOut({ input, layers }: SpikingNetwork, name: string): Float64Array {
  const shape = name === INPUT ? input : layers.find((layer) => layer.name === name)!.shape;
  const total = new Float64Array(sizeOf(shape));
  for (const layer of layers) {
    for (const { from, synapses } of layer.inputs) {
      if (from !== name) continue;
      for (const [i, count] of synapsesFrom(synapses, shape, layer.shape).entries()) total[i]! += count;
    }
  }
  return total;
}

/** A layer, or the input, and how many synapses a spike of each of its neurons reaches. */
export interface Reach {
  readonly name: string;
  readonly fanOut: Float64Array;
}

/** Of the input and of each layer. */
export const reachOf = (network: SpikingNetwork): readonly Reach[] =>
  [INPUT, ...network.layers.map(({ name }) => name)].map((name) => ({ name, fanOut: fanOut(network, name) }));
