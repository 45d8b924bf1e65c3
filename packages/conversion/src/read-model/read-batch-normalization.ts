import type { LayerInput } from '../analog-network.ts';
import { mapWeights } from '../map-weights.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Affine, Signal, WeightedSum } from './signal.ts';
import { refusal, type Site, weightOf } from './site.ts';

/** `gamma (x - mean) / sqrt(variance + epsilon) + beta` as `scale x + shift`. */
function affineOf(site: Site): Affine {
  const mean = weightOf(site, 'moving_mean')!;
  const variance = weightOf(site, 'moving_variance')!;
  const gamma = weightOf(site, 'gamma');
  const beta = weightOf(site, 'beta');
  const scale = Float64Array.from(variance, (v, c) => (gamma?.[c] ?? 1) / Math.sqrt(v + (site.config.epsilon as number)));
  return { scale, shift: scale.map((factor, c) => (beta?.[c] ?? 0) - factor * mean[c]!) };
}

/** The sum's weights and bias with the normalization in them. */
function fold(site: Site, sum: WeightedSum, { scale, shift }: Affine): WeightedSum {
  const outputs = sum.shape.at(-1)!;
  if (sum.pool || sum.flat) {
    const why = `${sum.pool ? `max pooling '${sum.pool.name}'` : 'flattening'} stands between it and the convolution '${sum.name}'`;
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, 'Put the normalization right behind the convolution.');
  }
  const inputs = sum.inputs.map(({ from, synapses }): LayerInput => {
    if (!('weights' in synapses)) {
      const why = `it normalizes the sum '${sum.name}', of which '${from}' is a part without weights`;
      throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, 'Normalize each convolution before the sum.');
    }
    // The channel that a weight comes from makes no difference here, so one input channel stands for all.
    const weights = mapWeights({ ...synapses, op: 'dense' }, 1, outputs, (weight, _, j) => weight * scale[j]!);
    return { from, synapses: { ...synapses, weights: Float32Array.from(weights) } };
  });
  return { ...sum, inputs, bias: Float32Array.from(shift, (value, c) => value + scale[c]! * (sum.bias?.[c] ?? 0)) };
}

/** BatchNormalization: into the weights before it; where these are rectified already, into those that follow. */
export function readBatchNormalization(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  const { axis } = site.config;
  if (axis !== -1 && axis !== site.shape.length) {
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', `it normalizes axis ${axis}`, 'Normalize the channels: axis -1.');
  }
  const affine = affineOf(site);
  if ([...affine.scale, ...affine.shift].some((value) => !Number.isFinite(value))) {
    throw refusal(site, 'N3ML_BAD_WEIGHTS', 'a moving variance is negative, or its numbers overflow', 'Train the model again.');
  }
  if (signal!.kind === 'sum' && !signal!.nonNegative) return fold(site, signal!, affine);
  return { ...network.plainActivity(signal!, site), normalization: affine };
}
