import { INPUT } from '../analog-network.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import type { SampleReading } from './runner.ts';

/** What an inference has found so far. */
export class Tally {
  readonly classes: number;
  /** [classes x classes], rows by label, columns by prediction. */
  readonly confusion: Int32Array;
  samples = 0;
  /** After how many steps the output is read, ascending. */
  readonly #at: readonly number[];
  /** [at] */
  readonly #right: Float64Array;
  #operations = 0;
  readonly #layers: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Of the input and of each layer. */
  readonly #spikes: Float64Array;

  constructor({ input, layers }: SpikingNetwork, at: readonly number[]) {
    this.#at = at;
    this.#right = new Float64Array(at.length);
    this.classes = sizeOf(layers.at(-1)!.shape);
    this.confusion = new Int32Array(this.classes * this.classes);
    this.#layers = [{ name: INPUT, shape: input }, ...layers];
    this.#spikes = new Float64Array(this.#layers.length);
  }

  /** @param predictions after each number of steps: [at] */
  add(label: number, predictions: readonly number[], { spikes, operations }: SampleReading): void {
    this.confusion[label * this.classes + predictions.at(-1)!]!++;
    this.samples++;
    for (const [place, predicted] of predictions.entries()) if (predicted === label) this.#right[place]!++;
    this.#operations += operations;
    for (const [l, count] of spikes.entries()) this.#spikes[l]! += count;
  }

  /** After all steps. */
  get accuracy(): number {
    return this.#mean(this.#right.at(-1)!);
  }

  /** By the number of steps. */
  accuracies(): [steps: number, accuracy: number][] {
    return this.#at.map((steps, place) => [steps, this.#mean(this.#right[place]!)]);
  }

  /** Spikes per neuron and step, by the name of the layer. */
  rates(steps: number): [name: string, rate: number][] {
    return this.#layers.map(({ name, shape }, l) => [name, this.#mean(this.#spikes[l]!) / (steps * sizeOf(shape))]);
  }

  /** What is told while it runs: `accuracy`, `accuracy/<steps>` and `rate/<layer>`. */
  figures(steps: number): [name: string, value: number][] {
    return [
      ['accuracy', this.accuracy],
      ...this.accuracies().map(([after, value]): [string, number] => [`accuracy/${after}`, value]),
      ...this.rates(steps).map(([layer, value]): [string, number] => [`rate/${layer}`, value]),
    ];
  }

  /** The figures of the run. */
  results(steps: number): Readonly<Record<string, number>> {
    return {
      accuracy: this.accuracy,
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
