import { defineFactory } from '@n3ml/core';
import type { AnalogLayer } from '../analog-network.ts';
import type { Balancer } from '../balancer.ts';
import { balancedLayers } from '../convert/lambdas.ts';
import { PositivePercentile } from './percentile.ts';
import { percentileSpec, Response } from './response.ts';

/** Options of {@link channel}. */
export interface ChannelOptions {
  /** Of the positive activations of a channel, over all samples. @default 100: the maximum */
  readonly percentile?: number;
  /** The smallest lambda of a channel, as a share of that of its layer: what is weaker than this matters little and would need a fine grid. @default 0.01 */
  readonly floor?: number;
}

/** Positive activations of one layer, by channel. */
class ChannelResponses {
  readonly #layer: Response;
  readonly #channels: readonly PositivePercentile[];

  constructor(layer: AnalogLayer) {
    this.#layer = new Response(layer);
    // Many of these are needed at once, so each is coarser than the one of a layer: steps of 0.8 %.
    this.#channels = Array.from(
      { length: layer.kind === 'output' ? 0 : layer.shape.at(-1)! },
      () => new PositivePercentile({ bits: 7, keep: 2 ** 11 }),
    );
  }

  add(values: Float32Array): void {
    this.#layer.add(values);
    for (const [c, channel] of this.#channels.entries()) channel.add(values, c, this.#channels.length);
  }

  lambdas(percentile: number, floor: number): Float32Array {
    const layer = this.#layer.lambda(percentile);
    if (this.#channels.length === 0) return Float32Array.of(layer);
    return Float32Array.from(this.#channels, (channel) => (channel.max === 0 ? layer : Math.max(channel.at(percentile), floor * layer)));
  }
}

/**
 * As {@link activation}, with a lambda for each channel of a sheet, or each unit: channels that respond weakly spike as often as the others, and their activations are
 * read sooner. A channel that never responds gets the lambda of its layer. The output keeps one for all classes, so that their spikes count alike.
 *
 * @throws N3mlError (balancing) N3ML_DEAD_LAYER where a whole layer never responds
 * @see Kim et al., Spiking-YOLO: spiking neural network for energy-efficient object detection, AAAI 2020 (channel-wise normalization)
 */
export const channel = defineFactory<Balancer, ChannelOptions>(
  "balancer 'channel'",
  {
    percentile: percentileSpec,
    floor: { type: 'number', describe: 'smallest lambda of a channel, as a share of the layer', default: 0.01, min: 1e-4, max: 1 },
  },
  ({ percentile, floor }) => ({
    async balance(context) {
      const layers = balancedLayers(context.network);
      const responses = new Map(layers.map((layer) => [layer.name, new ChannelResponses(layer)]));
      await context.activations(({ name }, values) => responses.get(name)?.add(values));
      return { lambdas: Object.fromEntries(layers.map(({ name }) => [name, responses.get(name)!.lambdas(percentile, floor)])) };
    },
  }),
  {
    summary: 'A spike stands for the largest activation of its channel or unit, so that weak channels spike as often as strong ones.',
    source: 'S. Kim et al., "Spiking-YOLO: spiking neural network for energy-efficient object detection", AAAI 2020',
  },
);
