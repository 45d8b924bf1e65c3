import type { SpikeTrain } from '@n3ml/core';
import { type Fault, Instance, type InstanceParts } from '../executors/instance.ts';

/** Samples for a worker, packed into one array that can be transferred. */
export interface BatchRequest {
  /** Number of the first sample. */
  readonly first: number;
  readonly samples: number;
  readonly steps: number;
  /** The population whose spikes are counted. */
  readonly population: number;
  /** Indices of the input populations that have trains. */
  readonly inputs: readonly number[];
  /** For each sample and each input: offsets [steps + 1], then the ids. */
  readonly data: Uint32Array<ArrayBuffer>;
}

/** What a worker has counted. */
export interface BatchReply {
  readonly first: number;
  /** Spike counts [samples x size]. */
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly fault: Fault | undefined;
}

/** Copies borrowed trains into one array. */
export class BatchPacker {
  readonly #steps: number;
  readonly #inputs: readonly number[];
  #data = new Uint32Array(1 << 16);
  #length = 0;
  #samples = 0;

  constructor(steps: number, inputs: readonly number[]) {
    this.#steps = steps;
    this.#inputs = inputs;
  }

  add(trains: readonly (SpikeTrain | undefined)[]): void {
    for (const input of this.#inputs) {
      const train = trains[input];
      const count = train ? train.offsets[this.#steps]! : 0;
      this.#reserve(this.#steps + 1 + count);
      if (train) {
        this.#data.set(train.offsets.subarray(0, this.#steps + 1), this.#length);
        this.#data.set(train.ids.subarray(0, count), this.#length + this.#steps + 1);
      } else {
        this.#data.fill(0, this.#length, this.#length + this.#steps + 1);
      }
      this.#length += this.#steps + 1 + count;
    }
    this.#samples++;
  }

  /** What was added since the last call, as a batch of its own. */
  finish(first: number, population: number): BatchRequest {
    const data = this.#data.slice(0, this.#length);
    const samples = this.#samples;
    this.#length = 0;
    this.#samples = 0;
    return { first, samples, steps: this.#steps, population, inputs: this.#inputs, data };
  }

  #reserve(room: number): void {
    if (this.#length + room <= this.#data.length) return;
    const larger = new Uint32Array(2 * (this.#length + room));
    larger.set(this.#data);
    this.#data = larger;
  }
}

/** The worker's side: runs the samples of a batch on its instance of the frozen network. */
export function serveBatches(parts: InstanceParts): (request: BatchRequest) => BatchReply {
  const instance = new Instance(parts);
  return ({ first, samples, steps, population, inputs, data }) => {
    const { size } = parts.layout.populations[population]!;
    const counts = new Uint32Array(samples * size);
    const trains: (SpikeTrain | undefined)[] = parts.layout.populations.map(() => undefined);
    let place = 0;
    for (let k = 0; k < samples; k++) {
      for (const input of inputs) {
        const offsets = data.subarray(place, place + steps + 1);
        place += steps + 1 + offsets[steps]!;
        trains[input] = { steps, offsets, ids: data.subarray(place - offsets[steps]!, place) };
      }
      instance.reset();
      const fault = instance.run(trains, steps, false);
      if (fault) return { first, counts, fault };
      counts.set(instance.counts(population), k * size);
    }
    return { first, counts, fault: undefined };
  };
}
