import type { Synapses } from './synapses.ts';

/** Synapses with a weight for each pair of channels or units. */
export type WeightedSynapses = Extract<Synapses, { weights: Float32Array }>;

/**
 * Each weight changed, with the channel (or unit) `i` that it comes from and the channel `j` that it goes to, in double precision.
 * Where a sheet is flattened for dense weights, `i` is the unit: modulo the number of channels, the channel.
 *
 * @param channels of the sheet that it comes from
 * @param outputs channels, or units, that it goes to
 */
export function mapWeights(
  { op, weights }: WeightedSynapses,
  channels: number,
  outputs: number,
  change: (weight: number, i: number, j: number) => number,
): Float64Array {
  const multiplier = outputs / channels;
  const inputs = op === 'conv2d' ? channels : Number.POSITIVE_INFINITY;
  const depthwise = op === 'depthwise-conv2d';
  // A loop: Float64Array.from with a function takes many times as long, and there can be a hundred million weights.
  const changed = new Float64Array(weights.length);
  for (let row = 0, i = 0; row < weights.length; row += outputs) {
    for (let j = 0; j < outputs; j++) {
      changed[row + j] = change(weights[row + j]!, depthwise ? Math.floor(j / multiplier) : i, j);
    }
    if (++i === inputs) i = 0;
  }
  return changed;
}
