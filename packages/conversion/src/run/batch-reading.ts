import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import type { DenseState } from './dense-network.ts';
import type { Reach } from './fan-out.ts';
import type { SampleReading } from './runner.ts';

/** Reads a batch while it runs: its output after some of the steps, and all layers after the last. */
export class BatchReading {
  /** Complete after the last step. */
  readonly samples: readonly (Omit<SampleReading, 'operations'> & { operations: number })[];
  readonly #reach: readonly Reach[];
  readonly #output: string;
  readonly #outputs: number;
  readonly #at: readonly number[];
  readonly #steps: number;

  constructor({ layers }: SpikingNetwork, reach: readonly Reach[], batch: number, steps: number, at: readonly number[]) {
    const { name, shape } = layers.at(-1)!;
    this.#reach = reach;
    this.#output = name;
    this.#outputs = sizeOf(shape);
    this.#at = at;
    this.#steps = steps;
    this.samples = Array.from({ length: batch }, () => ({
      counts: new Float64Array(at.length * this.#outputs),
      potentials: new Float64Array(at.length * this.#outputs),
      spikes: new Float64Array(reach.length),
      operations: 0,
    }));
  }

  /** To be called after each step. */
  async read(state: DenseState, done: number): Promise<void> {
    const place = this.#at.indexOf(done);
    if (place >= 0) await this.#readOutput(state, place);
    if (done === this.#steps) for (const l of this.#reach.keys()) await this.#readLayer(state, l);
  }

  async #readOutput(state: DenseState, place: number): Promise<void> {
    const { counts, v } = state[this.#output]!;
    const size = this.#outputs;
    const [spikes, potentials] = await Promise.all([counts.data(), v!.data()]);
    for (const [b, sample] of this.samples.entries()) {
      sample.counts.set(spikes.subarray(b * size, (b + 1) * size), place * size);
      sample.potentials.set(potentials.subarray(b * size, (b + 1) * size), place * size);
    }
  }

  async #readLayer(state: DenseState, l: number): Promise<void> {
    const { name, fanOut: reached } = this.#reach[l]!;
    const counts = await state[name]!.counts.data();
    for (const [b, sample] of this.samples.entries()) {
      for (let i = 0; i < reached.length; i++) {
        const count = counts[b * reached.length + i]!;
        sample.spikes[l]! += count;
        sample.operations += count * reached[i]!;
      }
    }
  }
}
