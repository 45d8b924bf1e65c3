import { type Checkpoint, type Encoder, type LabelledSet, randomStream, type Simulation } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import type { DigitModel } from './digit-model.ts';

/** What one or several training images took, in microseconds, and how many spikes they brought. */
export interface ImageCost {
  encode: number;
  reset: number;
  run: number;
  endSample: number;
  inputSpikes: number;
  excSpikes: number;
  inhSpikes: number;
}

const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

/** Trains a network image by image with a clock between the parts; `train` does the same without one. */
export class ImageRun {
  readonly #data: LabelledSet;
  readonly #simulation: Simulation;
  readonly #encoder: Encoder;
  readonly #steps: number;
  readonly #dt: number;
  readonly #values: Float32Array;
  readonly #builder = new SpikeTrainBuilder();
  #next = 0;

  /**
   * @param from the trained network to go on from
   * @param maxRate rate of a white pixel in Hz
   */
  constructor({ model, registry }: DigitModel, from: Checkpoint, data: LabelledSet, maxRate = model.options.maxRate) {
    this.#data = data;
    this.#simulation = registry.create('executor', 'wasm').compile(model.network(data.shape, registry));
    const own = Object.keys(this.#simulation.save());
    this.#simulation.load(Object.fromEntries(Object.entries(from.tensors).filter(([name]) => own.includes(name))));
    this.#encoder = registry.resolve('encoder', model.options.encoder, { maxRate });
    this.#steps = model.options.steps;
    this.#dt = model.options.dt;
    this.#values = new Float32Array(data.values.length / data.count);
  }

  /** The mean of the next `images` images, from the first again after the last. */
  mean(images: number): ImageCost {
    const sum = this.#one();
    const parts = Object.keys(sum) as (keyof ImageCost)[];
    for (let k = 1; k < images; k++) {
      const cost = this.#one();
      for (const part of parts) sum[part] += cost[part];
    }
    for (const part of parts) sum[part] /= images;
    return sum;
  }

  #one(): ImageCost {
    const simulation = this.#simulation;
    const image = this.#next++ % this.#data.count;
    const t0 = performance.now();
    const input = this.#encode(image);
    const t1 = performance.now();
    simulation.reset();
    const t2 = performance.now();
    simulation.run({ input }, { steps: this.#steps, learn: true });
    const t3 = performance.now();
    simulation.endSample();
    const t4 = performance.now();
    return {
      encode: (t1 - t0) * 1000,
      reset: (t2 - t1) * 1000,
      run: (t3 - t2) * 1000,
      endSample: (t4 - t3) * 1000,
      inputSpikes: input.ids.length,
      excSpikes: total(simulation.spikeCounts('exc')),
      inhSpikes: total(simulation.spikeCounts('inh')),
    };
  }

  #encode(image: number) {
    const values = this.#values;
    const from = image * values.length;
    for (let k = 0; k < values.length; k++) values[k] = this.#data.values[from + k]! / 255;
    this.#builder.begin(this.#steps);
    this.#encoder.encode(values, this.#builder, { steps: this.#steps, dt: this.#dt, random: randomStream(1, 'bench', this.#next) });
    return this.#builder.finish();
  }
}
