import { defineFactory } from '@n3ml/core';
import type { Balancer } from '../balancer.ts';
import { balancedLayers } from '../convert/lambdas.ts';
import { percentileSpec, Response } from './response.ts';

/** Options of {@link spikeNorm}. */
export interface SpikeNormOptions {
  /** Steps for which each sample is shown, for each layer anew. @default 100 */
  readonly steps?: number;
  /** Batches of samples. @default all samples */
  readonly batches?: number;
  /** Of the positive weighted inputs to a layer, over steps and samples. @default 100: the maximum */
  readonly percentile?: number;
  /** Times this. Below 1 neurons spike more often, and saturate sooner. @default 1 */
  readonly scale?: number;
}

/**
 * Spike-Norm: layer by layer, the largest weighted input that a neuron gets in one step from the spikes of the layers before, whose lambdas are set by then. Every
 * measurement starts from the initial state. A junction of branches is a layer like any other.
 *
 * It never takes a neuron for weaker than it can be in any step, where `activation` goes by means: safe, but slower for deep networks.
 *
 * @throws N3mlError (balancing) N3ML_DEAD_LAYER where a layer gets no positive input
 * @see Sengupta et al., Going deeper in spiking neural networks: VGG and residual architectures, Frontiers in Neuroscience 13:95 (2019), algorithm 1
 */
export const spikeNorm = defineFactory<Balancer, SpikeNormOptions, 'batches'>(
  "balancer 'spike-norm'",
  {
    steps: { type: 'integer', describe: 'steps for which each sample is shown', default: 100, min: 1 },
    batches: { type: 'integer', describe: 'batches of samples; all of them', min: 1 },
    percentile: percentileSpec,
    scale: { type: 'number', describe: 'factor of every lambda', default: 1, min: 0.01, max: 100 },
  },
  ({ steps, batches, percentile, scale }) => ({
    async balance(context) {
      const progress = context.bus.channel('progress');
      const layers = balancedLayers(context.network);
      const lambdas: Record<string, Float32Array> = {};
      for (const [done, layer] of layers.entries()) {
        progress.emit({ task: 'balance', done, total: layers.length, unit: 'layers' });
        const response = new Response(layer);
        await context.weightedInput(layer, lambdas, { steps, ...(batches !== undefined && { batches }) }, (values) => response.add(values));
        lambdas[layer.name] = Float32Array.of(scale * response.lambda(percentile));
      }
      progress.emit({ task: 'balance', done: layers.length, total: layers.length, unit: 'layers' });
      return { lambdas };
    },
  }),
  {
    summary: 'Layer by layer, a spike stands for the largest input that a neuron gets in one step from the spikes of the layers before.',
    source:
      'A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95, doi:10.3389/fnins.2019.00095, algorithm 1',
  },
);
