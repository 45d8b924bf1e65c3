import type { SpikeTrain } from '../contracts/spike-train.ts';
import { N3mlError } from '../errors.ts';

/**
 * Collects spikes in any order of time and lays them out as a {@link SpikeTrain}. One builder serves many samples: its arrays grow to the
 * largest and are reused, so the train that {@link SpikeTrainBuilder.finish} returns is valid until the next `begin`.
 */
export class SpikeTrainBuilder {
  #steps = 0;
  #count = 0;
  #signed = false;
  #times = new Uint32Array(1024);
  #neurons = new Uint32Array(1024);
  /** 1 where the sign is negative, in the order of `add`; all 0 unless a negative spike came. */
  #negative = new Uint8Array(1024);
  #ids = new Uint32Array(1024);
  #signs = new Int8Array(1024);
  #offsets = new Uint32Array(1);
  #cursor = new Uint32Array(1);

  /** Starts a train of `steps` steps. */
  begin(steps: number): void {
    if (!Number.isInteger(steps) || steps <= 0) {
      throw new N3mlError('N3ML_BAD_STEPS', `A spike train needs a positive whole number of steps, not ${steps}.`, { details: { steps } });
    }
    this.#steps = steps;
    if (this.#signed) this.#negative.fill(0, 0, this.#count);
    this.#count = 0;
    this.#signed = false;
    if (this.#offsets.length < steps + 1) {
      this.#offsets = new Uint32Array(steps + 1);
      this.#cursor = new Uint32Array(steps + 1);
    }
    this.#offsets.fill(0, 0, steps + 1);
  }

  /** A spike of `neuron` in `step`, 0 <= step < steps. */
  add(step: number, neuron: number, sign: 1 | -1 = 1): void {
    if (this.#count === this.#times.length) this.#grow();
    this.#times[this.#count] = step;
    this.#neurons[this.#count] = neuron;
    if (sign < 0) {
      this.#negative[this.#count] = 1;
      this.#signed = true;
    }
    this.#offsets[step + 1]!++;
    this.#count++;
  }

  /** The train, ordered by step and, within a step, by the order of the calls of `add`. Borrowed until the next `begin`. */
  finish(): SpikeTrain {
    const steps = this.#steps;
    const offsets = this.#offsets;
    const cursor = this.#cursor;
    for (let t = 0; t < steps; t++) offsets[t + 1]! += offsets[t]!;
    cursor.set(offsets.subarray(0, steps + 1));
    for (let k = 0; k < this.#count; k++) {
      const place = cursor[this.#times[k]!]!++;
      this.#ids[place] = this.#neurons[k]!;
      if (this.#signed) this.#signs[place] = 1 - 2 * this.#negative[k]!;
    }
    const train = { steps, offsets: offsets.subarray(0, steps + 1), ids: this.#ids.subarray(0, this.#count) };
    return this.#signed ? { ...train, signs: this.#signs.subarray(0, this.#count) } : train;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    const grown = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#times = grown(this.#times, new Uint32Array(capacity));
    this.#neurons = grown(this.#neurons, new Uint32Array(capacity));
    this.#negative = grown(this.#negative, new Uint8Array(capacity));
    this.#ids = new Uint32Array(capacity);
    this.#signs = new Int8Array(capacity);
  }
}
