import { mapWeights, type WeightedSynapses } from '../map-weights.ts';
import type { SlidingWindow } from '../synapses.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Activity, Signal, WeightedSum } from './signal.ts';
import { refusal, type Site, weightOf } from './site.ts';
import { windowOf } from './window-of.ts';

/** The kernel, which every layer of these classes has. */
const kernelOf = (site: Site, name = 'kernel'): Float32Array => weightOf(site, name)!;

/** A batch normalization before the weights goes into them: `W (scale x + shift) = (W scale) x + W shift`. */
function absorb(
  site: Site,
  { normalization, shape }: Activity,
  synapses: WeightedSynapses,
): { weights: Float32Array; bias?: Float64Array } {
  if (!normalization) return { weights: synapses.weights };
  if (synapses.op !== 'dense' && synapses.padding.some((zeros) => zeros !== 0)) {
    const why = 'a batch normalization comes before it, whose shift the padding would lack';
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, "Use padding 'valid' here, or put the normalization behind the convolution.");
  }
  const { scale, shift } = normalization;
  const outputs = site.shape.at(-1)!;
  const bias = new Float64Array(outputs);
  const weights = mapWeights(synapses, shape.at(-1)!, outputs, (weight, i, j) => {
    bias[j]! += weight * shift[i % shift.length]!;
    return weight * scale[i % scale.length]!;
  });
  return { weights: Float32Array.from(weights), bias };
}

function weightedSum(site: Site, activity: Activity, synapses: WeightedSynapses): WeightedSum {
  const { weights, bias: shifted } = absorb(site, activity, synapses);
  const own = weightOf(site, 'bias');
  const bias = shifted ? Float32Array.from(shifted, (value, j) => value + (own?.[j] ?? 0)) : own;
  const inputs = [{ from: activity.from, synapses: { ...synapses, weights } }];
  return { kind: 'sum', name: site.name, shape: site.shape, flat: false, inputs, ...(bias && { bias }), nonNegative: false };
}

const POINT: SlidingWindow = { size: [1, 1], strides: [1, 1], padding: [0, 0, 0, 0] };

/** Dense: on a sheet that was not flattened it acts on the channels of each place, as a 1x1 convolution does. */
export function readDense(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): WeightedSum {
  const activity = network.unpaddedActivity(signal!, site);
  const weights = kernelOf(site);
  return weightedSum(site, activity, activity.shape.length === 3 ? { op: 'conv2d', weights, ...POINT } : { op: 'dense', weights });
}

/** Conv2D. */
export function readConv2d(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): WeightedSum {
  const activity = network.activity(signal!, site);
  return weightedSum(site, activity, { op: 'conv2d', weights: kernelOf(site), ...windowOf(site, activity, site.config.kernelSize) });
}

/** DepthwiseConv2D. */
export function readDepthwise(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): WeightedSum {
  const activity = network.activity(signal!, site);
  const window = windowOf(site, activity, site.config.kernelSize);
  return weightedSum(site, activity, { op: 'depthwise-conv2d', weights: kernelOf(site, 'depthwise_kernel'), ...window });
}
