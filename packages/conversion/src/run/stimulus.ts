import { type Encoder, type Inputs, type Registry, randomStream } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { INPUT } from '../analog-network.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { constantCurrent, currentInto, drivenLayers } from './drive.ts';

/** How samples become spikes. */
export interface StimulusOptions {
  readonly registry: Registry;
  readonly steps: number;
  /** Seed of the spikes. */
  readonly seed: number;
  /** The values of sample k, as the network was trained on them: [product of the input's shape]. Borrowed until the next call. */
  readonly values: (k: number) => Float32Array;
}

/** What drives a network: spikes drawn anew for each sample, from random numbers keyed by seed and sample, or constant currents. */
export class Stimulus {
  readonly #network: SpikingNetwork;
  readonly #options: StimulusOptions;
  readonly #encoder: Encoder | undefined;
  readonly #builder = new SpikeTrainBuilder();

  /** @throws N3mlError N3ML_UNKNOWN_NAME where the registry doesn't know the encoder */
  constructor(network: SpikingNetwork, options: StimulusOptions) {
    this.#network = network;
    this.#options = options;
    this.#encoder = network.encoding === 'current' ? undefined : options.registry.resolve('encoder', network.encoding);
  }

  /** The inputs for sample k, for any of the ways to run the network. A spike train is valid until the next call. */
  of(k: number): Inputs {
    const { steps, seed, values } = this.#options;
    const scale = this.#network.inputScale;
    const scaled = scale === 1 ? values(k) : values(k).map((value) => value / scale);
    if (this.#encoder) {
      this.#builder.begin(steps);
      this.#encoder.encode(scaled, this.#builder, { steps, dt: 1, random: randomStream(seed, 'encode-infer', 0, k) });
      return { [INPUT]: this.#builder.finish() };
    }
    return Object.fromEntries(
      drivenLayers(this.#network).map((layer) => [currentInto(layer.name), constantCurrent(this.#network, layer, scaled)]),
    );
  }
}
