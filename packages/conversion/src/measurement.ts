import type { EventBus } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { AnalogLayer, AnalogNetwork } from './analog-network.ts';
import type { BalanceOptions } from './balance-options.ts';
import type { BalanceContext, Lambdas } from './balancer.ts';
import { convert } from './convert/convert.ts';
import { allLambdas, balancedLayers } from './convert/lambdas.ts';
import { type ConvertSettings, convertSettings } from './convert/options.ts';
import { forward } from './forward.ts';
import { prefix } from './prefix.ts';
import { DenseNetwork } from './run/dense-network.ts';
import { Stimulus } from './run/stimulus.ts';
import { sizeOf } from './size-of.ts';

/** What a network is balanced on. */
export interface Samples {
  readonly count: number;
  readonly batch: number;
  /** Values of sample k: borrowed until the next call. */
  readonly values: (k: number) => Float32Array;
}

const largestOf = (values: Float32Array): number => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

/** The power of 2 above what one spike can add to a layer's activation: measured in it, weights of any size keep their digits on the grid. */
function unitOf(network: AnalogNetwork, { inputs }: AnalogLayer, lambdas: Lambdas): number {
  const before = allLambdas(network, lambdas, 1);
  const steps = inputs.map(
    ({ from, synapses }) => largestOf(before.get(from)!) * ('weights' in synapses ? largestOf(synapses.weights) : 1),
  );
  const largest = Math.max(...steps);
  return largest > 0 ? 2 ** Math.ceil(Math.log2(largest)) : 1;
}

/** Measures a network for a balancer, on the tensor backend that is open. */
export class Measurement implements BalanceContext {
  readonly network: AnalogNetwork;
  readonly samples: number;
  readonly bus: EventBus;
  readonly signal?: AbortSignal;
  readonly #data: Samples;
  readonly #largestInput: number;
  readonly #options: BalanceOptions;
  readonly #settings: ConvertSettings;

  constructor(network: AnalogNetwork, data: Samples, largestInput: number, options: BalanceOptions) {
    this.network = network;
    this.samples = data.count;
    this.bus = options.bus;
    if (options.signal) this.signal = options.signal;
    this.#data = data;
    this.#largestInput = largestInput;
    this.#options = options;
    const { encoding, inputScale, resetBy, initialPotential, output } = options;
    this.#settings = convertSettings({ encoding, inputScale, resetBy, initialPotential, output });
  }

  async activations(visit: (layer: AnalogLayer, values: Float32Array, batch: number) => void): Promise<void> {
    const { count, batch } = this.#data;
    const progress = this.bus.channel('progress');
    const ann = forward(this.network);
    try {
      for (let first = 0; first < count; first += batch) {
        this.signal?.throwIfAborted();
        const size = Math.min(batch, count - first);
        const input = this.#batch(first, size);
        const activations = ann.run(input);
        try {
          for (const layer of this.network.layers) visit(layer, (await activations.get(layer.name)!.data()) as Float32Array, size);
        } finally {
          tf.dispose([input, ...activations.values()]);
        }
        progress.emit({ task: 'balance', done: first + size, total: count, unit: 'samples' });
        if (this.bus.unsettled) await this.bus.settle();
      }
    } finally {
      ann.dispose();
    }
  }

  /** Samples `first` .. `first + size - 1`. */
  #batch(first: number, size: number): tf.Tensor {
    const { input } = this.network;
    const length = sizeOf(input);
    const values = new Float32Array(size * length);
    for (let b = 0; b < size; b++) values.set(this.#data.values(first + b), b * length);
    return tf.tensor(values, [size, ...input]);
  }

  async weightedInput(
    layer: AnalogLayer,
    lambdas: Lambdas,
    { steps, batches = Number.POSITIVE_INFINITY }: { readonly steps: number; readonly batches?: number },
    visit: (values: Float32Array, step: number, batch: number) => void,
  ): Promise<void> {
    const { count, batch, values } = this.#data;
    const { registry, seed = 0 } = this.#options;
    const part = prefix(this.network, layer);
    const unit = unitOf(part, layer, lambdas);
    const known = balancedLayers(part).map(({ name }) => [name, name === layer.name ? Float32Array.of(unit) : lambdas[name]!] as const);
    const balance = { lambdas: Object.fromEntries(known), largestInput: this.#largestInput };
    const spiking = convert(part, balance, { ...this.#settings, output: 'membrane' });
    // One for each place in the batch: what it gives is valid until it gives the next.
    const stimuli = Array.from({ length: Math.min(batch, count) }, () => new Stimulus(spiking, { registry, steps, seed, values }));
    const dense = new DenseNetwork(spiking);
    try {
      for (let first = 0, k = 0; first < count && k < batches; first += batch, k++) {
        const size = Math.min(batch, count - first);
        const given = stimuli.slice(0, size).map((stimulus, b) => stimulus.of(first + b));
        const watch = {
          weightedInput: ({ name }: { readonly name: string }, input: tf.Tensor, step: number) => {
            if (name === layer.name)
              visit(
                (input.dataSync() as Float32Array).map((value) => value * unit),
                step,
                size,
              );
          },
        };
        await dense.run(given, { steps, watch, ...(this.signal && { signal: this.signal }) });
        this.signal?.throwIfAborted();
        if (this.bus.unsettled) await this.bus.settle();
      }
    } finally {
      dense.dispose();
    }
  }
}
