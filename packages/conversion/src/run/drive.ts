import { INPUT } from '../analog-network.ts';
import { sheetOf } from '../sheet-of.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingLayer, SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow } from '../synapses.ts';

/** The name of the constant current into a layer, beside the names of layers. */
export const currentInto = (layer: string): string => `${INPUT}:${layer}`;

/** The layers that the network's input reaches. */
export const drivenLayers = ({ layers }: SpikingNetwork): readonly SpikingLayer[] =>
  layers.filter(({ inputs }) => inputs.some(({ from }) => from === INPUT));

/** Calls `visit` for each place of the sheet that lies under each window: index of the place in the sheet, of the window, and of the place in the window. */
function slide(
  [height, width]: readonly [number, number, number],
  [rows, columns]: readonly [number, number, number],
  { size, strides, padding }: SlidingWindow,
  visit: (place: number, window: number, offset: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [top, left] = [row * strides[0] - padding[0], column * strides[1] - padding[2]];
      for (let y = Math.max(0, top); y < Math.min(height, top + size[0]); y++) {
        for (let x = Math.max(0, left); x < Math.min(width, left + size[1]); x++) {
          visit(y * width + x, row * columns + column, (y - top) * size[1] + x - left);
        }
      }
    }
  }
}

/** Adds to `out` what `values` give through the synapses. */
function addProjected(
  synapses: SpikingSynapses,
  values: Float32Array,
  input: readonly number[],
  output: readonly number[],
  out: Float64Array,
): void {
  const [from, to] = [sheetOf(input), sheetOf(output)];
  const [channels, outputs] = [from[2], to[2]];
  switch (synapses.op) {
    case 'dense':
      for (const [i, value] of values.entries()) {
        for (let j = 0; value !== 0 && j < out.length; j++) out[j]! += value * synapses.weights[i * out.length + j]!;
      }
      return;
    case 'conv2d':
      slide(from, to, synapses, (place, window, offset) => {
        for (let c = 0; c < channels; c++) {
          const value = values[place * channels + c]!;
          const row = (offset * channels + c) * outputs;
          for (let k = 0; k < outputs; k++) out[window * outputs + k]! += value * synapses.weights[row + k]!;
        }
      });
      return;
    case 'depthwise-conv2d':
      slide(from, to, synapses, (place, window, offset) => {
        const multiplier = outputs / channels;
        for (let k = 0; k < outputs; k++) {
          out[window * outputs + k]! += values[place * channels + Math.floor(k / multiplier)]! * synapses.weights[offset * outputs + k]!;
        }
      });
      return;
    case 'sum-pool':
      slide(from, to, synapses, (place, window) => {
        for (let c = 0; c < channels; c++) out[window * channels + c]! += values[place * channels + c]! * synapses.weight;
      });
      return;
    case 'identity':
      for (const [i, value] of values.entries()) out[i]! += value * synapses.weights[i % synapses.weights.length]!;
      return;
    case 'max-pool': // Of a current it has no meaning, and no network has it.
  }
}

/**
 * What a layer gets in each step where the input is a constant current: the synapses applied to the values themselves, without the layer's bias. Summed in
 * double precision in one order, then rounded to the layer's grid, so that every way to run the network starts from the same numbers.
 *
 * @param values of one sample, in units of `inputScale`
 * @returns [size of the layer]
 */
export function constantCurrent({ input }: SpikingNetwork, layer: SpikingLayer, values: Float32Array): Float32Array {
  const current = new Float64Array(sizeOf(layer.shape));
  for (const { from, synapses } of layer.inputs) {
    if (from === INPUT) addProjected(synapses, values, input, layer.shape, current);
  }
  const unit = 2 ** -layer.gridBits;
  return Float32Array.from(current, (value) => Math.round(value / unit) * unit);
}
