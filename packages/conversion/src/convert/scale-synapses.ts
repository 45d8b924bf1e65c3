import { N3mlError } from '@n3ml/core';
import { mapWeights } from '../map-weights.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow, Synapses } from '../synapses.ts';
import { toGrid } from './grid.ts';

/** Synapses in units of the threshold, in double precision, and what they add up to. */
export interface ScaledSynapses {
  /** Of absolute weights into one neuron, the largest of each channel: [channels]. */
  readonly sums: Float64Array;
  /** Weights into one neuron, at most. */
  readonly terms: number;
  /** With the weights on a grid. */
  onGrid(bits: number): SpikingSynapses;
}

/** Two layers and the synapses between them. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** What a spike of channel (or unit) i adds to channel j for a weight of 1. */
  readonly factor: (i: number, j: number) => number;
  /** True where the factor is the same for all channels. */
  readonly uniform: boolean;
}

/**
 * @param outputs units that the weights go to, fastest in their order: channels, or all units of the layer
 * @param channels of the layer that they go to
 */
function scaled(
  weights: Float64Array,
  outputs: number,
  channels: number,
  build: (weights: Float32Array) => SpikingSynapses,
): ScaledSynapses {
  const each = new Float64Array(outputs);
  for (let row = 0; row < weights.length; row += outputs) {
    for (let j = 0; j < outputs; j++) each[j]! += Math.abs(weights[row + j]!);
  }
  const sums = new Float64Array(channels);
  for (let k = 0; k < Math.max(outputs, channels); k++) sums[k % channels] = Math.max(sums[k % channels]!, each[k % outputs]!);
  return { sums, terms: weights.length / outputs, onGrid: (bits) => build(toGrid(weights, bits)) };
}

/** True where no window reaches beyond the sheet. */
const liesInside = ({ padding: [top, bottom, left, right] }: SlidingWindow): boolean => top + bottom + left + right === 0;

/** More weights than this for one pooling would be a mistake: 256 MiB. */
const MAX_POOL_WEIGHTS = 2 ** 26;

/** The mean under windows of which some reach beyond the sheet: as many weights as pairs of places that touch, so written out in full. */
function denseAverage(window: SlidingWindow, { from, to, input, output, factor }: Connection): Float64Array {
  const [height, width, channels] = input as readonly [number, number, number];
  const [rows, columns] = output.length === 3 ? (output as readonly [number, number, number]) : [1, 1];
  const outputs = rows * columns * channels;
  if (height * width * channels * outputs > MAX_POOL_WEIGHTS) {
    throw new N3mlError(
      'N3ML_UNSUPPORTED_LAYER',
      `Can't convert average pooling '${to}' after '${from}': its windows reach beyond the sheet, and written out it has ${height * width * channels * outputs} weights. Use padding 'valid', or a stride that divides the sheet.`,
      { details: { layer: to } },
    );
  }
  const weights = new Float64Array(height * width * channels * outputs);
  const { size, strides, padding } = window;
  for (let row = 0; row < rows; row++) {
    const top = row * strides[0] - padding[0];
    const [y0, y1] = [Math.max(0, top), Math.min(height, top + size[0])];
    for (let column = 0; column < columns; column++) {
      const left = column * strides[1] - padding[2];
      const [x0, x1] = [Math.max(0, left), Math.min(width, left + size[1])];
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) {
          for (let c = 0; c < channels; c++) {
            const i = (y * width + x) * channels + c;
            weights[i * outputs + (row * columns + column) * channels + c] = factor(c, c) / ((y1 - y0) * (x1 - x0));
          }
        }
      }
    }
  }
  return weights;
}

function scaleAveragePool(window: SlidingWindow, connection: Connection): ScaledSynapses {
  const { input, factor, uniform } = connection;
  const { size, strides, padding } = window;
  if (!liesInside(window)) {
    const weights = denseAverage(window, connection);
    const inputs = sizeOf(input);
    return scaled(weights, weights.length / inputs, input.at(-1)!, (values) => ({ op: 'dense', weights: values }));
  }
  const channels = input.at(-1)!;
  const area = size[0] * size[1];
  if (uniform) {
    const weight = factor(0, 0) / area;
    return {
      sums: new Float64Array(channels).fill(Math.abs(weight) * area),
      terms: area,
      onGrid: (bits) => ({ op: 'sum-pool', weight: toGrid(Float64Array.of(weight), bits)[0]!, size, strides, padding }),
    };
  }
  const weights = Float64Array.from({ length: area * channels }, (_, k) => factor(k % channels, k % channels) / area);
  return scaled(weights, channels, channels, (values) => ({ op: 'depthwise-conv2d', weights: values, size, strides, padding }));
}

/**
 * Synapses between rectified units as synapses between spiking neurons: each weight times the factor of its channels, average pooling written as weights.
 *
 * @throws N3mlError N3ML_UNSUPPORTED_LAYER for an average pooling that can't be written as weights
 */
export function scaleSynapses(synapses: Synapses, connection: Connection): ScaledSynapses {
  const { input, output, factor, uniform } = connection;
  const outputs = output.at(-1)!;
  switch (synapses.op) {
    case 'average-pool':
      return scaleAveragePool(synapses, connection);
    case 'max-pool':
      return { sums: new Float64Array(outputs), terms: 0, onGrid: () => synapses };
    case 'identity': {
      const weights = Float64Array.from({ length: uniform ? 1 : outputs }, (_, c) => factor(c, c));
      return scaled(weights, weights.length, outputs, (values) => ({ op: 'identity', weights: values }));
    }
    default: {
      const units = synapses.op === 'dense' ? sizeOf(output) : outputs;
      const weights = mapWeights(synapses, input.at(-1)!, units, (weight, i, j) => weight * factor(i, j));
      return scaled(weights, units, outputs, (values) => ({ ...synapses, weights: values }));
    }
  }
}
