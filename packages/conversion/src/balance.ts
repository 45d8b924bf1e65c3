import { type EventBus, type LabelledSet, N3mlError, type Registry } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { AnalogLayer, AnalogNetwork } from './analog-network.ts';
import type { Balance, BalanceContext, Balancer, Lambdas } from './balancer.ts';
import { convert } from './convert/convert.ts';
import { balancedLayers, checkLambdas } from './convert/lambdas.ts';
import { type ConvertOptions, type ConvertSettings, convertSettings } from './convert/options.ts';
import { forward } from './forward.ts';
import { prefix } from './prefix.ts';
import { type Preprocess, preprocessor } from './preprocess.ts';
import { DenseNetwork } from './run/dense-network.ts';
import { Stimulus } from './run/stimulus.ts';

/** How {@link balance} goes through the samples. The options of `convert` decide how the network spikes where a balancer lets it; give the same to `convert`. */
export interface BalanceOptions extends ConvertOptions {
  /** Where the encoder of the input comes from. */
  readonly registry: Registry;
  readonly bus: EventBus;
  /** Stops at the next batch, or step: `balance` throws its reason. */
  readonly signal?: AbortSignal;
  /** What was done to samples when the network was trained. @default bytes 0..255 to 0..1 */
  readonly preprocess?: Preprocess;
  /** How many samples, from the first. @default all */
  readonly samples?: number;
  /** Samples that are computed at once; of the result only the random spikes of a sample don't depend on it. @default 50 */
  readonly batch?: number;
  /** Of the input spikes. @default 0 */
  readonly seed?: number;
}

interface Samples {
  readonly count: number;
  readonly batch: number;
  /** Values of sample k: borrowed until the next call. */
  readonly values: (k: number) => Float32Array;
}

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  const message = `Option '${name}' of balance is ${value}; give a whole number of at least 1.`;
  throw new N3mlError('N3ML_BAD_OPTION', message, { details: { option: name, value } });
}

function samplesOf({ input }: AnalogNetwork, data: LabelledSet, options: BalanceOptions): Samples {
  const { samples = data.count, batch = 50, preprocess = preprocessor() } = options;
  if (data.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample to balance the network on.');
  checkCount('samples', samples);
  checkCount('batch', batch);
  const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
  if (size(data.shape) !== size(input)) {
    const message = `The network takes samples of shape [${input.join(', ')}], but those of the data have shape [${data.shape.join(', ')}]. Use the dataset that it was trained on.`;
    throw new N3mlError('N3ML_SHAPE_MISMATCH', message, { details: { expected: input, actual: data.shape } });
  }
  return { count: Math.min(samples, data.count), batch, values: (k) => preprocess(data, k) };
}

/** The largest |x| of the samples. */
function largestOf({ count, values }: Samples): number {
  let largest = 0;
  for (let k = 0; k < count; k++) for (const x of values(k)) if (!(Math.abs(x) <= largest)) largest = Math.abs(x);
  if (Number.isFinite(largest)) return largest;
  throw new N3mlError('N3ML_BAD_VALUE', `The samples to balance on hold ${largest}; every value has to be finite.`);
}

/** What a balancer works with. */
class Measurement implements BalanceContext {
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
    const length = input.reduce((product, side) => product * side, 1);
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
    const known = balancedLayers(part).map(({ name }) => [name, name === layer.name ? Float32Array.of(1) : lambdas[name]!] as const);
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
            if (name === layer.name) visit(input.dataSync() as Float32Array, step, size);
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

/**
 * Finds the lambdas of a network on samples, by a balancer. Computes on the tensor backend that is open.
 *
 * @param data as in training; the labels aren't used
 * @throws N3mlError N3ML_DEAD_LAYER where a layer never responds; N3ML_BAD_LAMBDA where a balancer gives lambdas that aren't of the network
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_VALUE, N3ML_BAD_OPTION, N3ML_UNKNOWN_NAME (the encoder)
 * @throws the signal's reason, where it stopped it
 * @example const found = await balance(network, train, activation({ percentile: 99.9 }), { registry, bus });
 */
export async function balance(network: AnalogNetwork, data: LabelledSet, balancer: Balancer, options: BalanceOptions): Promise<Balance> {
  const samples = samplesOf(network, data, options);
  options.signal?.throwIfAborted();
  const largestInput = largestOf(samples);
  const found = await balancer.balance(new Measurement(network, samples, largestInput, options));
  checkLambdas(network, found.lambdas);
  return { ...found, largestInput };
}
