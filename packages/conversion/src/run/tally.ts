import { INPUT } from '../analog-network.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import type { SampleReading } from './runner.ts';
import { sizeOf } from './size-of.ts';

/** What an inference has found so far. */
export class Tally {
  readonly classes: number;
  /** [classes x classes], rows by label, columns by prediction. */
  readonly confusion: Int32Array;
  samples = 0;
  right = 0;
  #operations = 0;
  readonly #layers: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Of the input and of each layer. */
  readonly #spikes: Float64Array;

  constructor({ input, layers }: SpikingNetwork) {
    this.classes = sizeOf(layers.at(-1)!.shape);
    this.confusion = new Int32Array(this.classes * this.classes);
    this.#layers = [{ name: INPUT, shape: input }, ...layers];
    this.#spikes = new Float64Array(this.#layers.length);
  }

  add(label: number, predicted: number, { spikes, operations }: SampleReading): void {
    this.confusion[label * this.classes + predicted]!++;
    this.samples++;
    if (predicted === label) this.right++;
    this.#operations += operations;
    for (const [l, count] of spikes.entries()) this.#spikes[l]! += count;
  }

  /** Spikes per neuron and step, by the name of the layer. */
  rates(steps: number): [name: string, rate: number][] {
    return this.#layers.map(({ name, shape }, l) => [name, this.#mean(this.#spikes[l]!) / (steps * sizeOf(shape))]);
  }

  /** The figures of the run. */
  results(steps: number): Readonly<Record<string, number>> {
    return {
      accuracy: this.#mean(this.right),
      samples: this.samples,
      steps,
      spikesPerSample: this.#mean(this.#spikes.reduce((sum, count) => sum + count, 0)),
      operationsPerSample: this.#mean(this.#operations),
    };
  }

  /** Over the samples. */
  #mean(total: number): number {
    return this.samples === 0 ? 0 : total / this.samples;
  }
}
