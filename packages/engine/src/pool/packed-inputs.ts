import type { Drive } from '../executors/check-run.ts';

/** What stands before the drive of each population. */
const kinds = { silent: 0, spikes: 1, signedSpikes: 2, current: 3 } as const;

/**
 * Copies what drives the input populations, sample after sample, into one array that can be transferred. Each drive is its kind, then for a train its offsets
 * [steps + 1], ids and signs (four to a word), for a current its numbers [size].
 */
export class InputPacker {
  readonly #steps: number;
  readonly #inputs: readonly number[];
  #words = new Uint32Array(1 << 16);
  #length = 0;

  /** @param inputs indices of the input populations */
  constructor(steps: number, inputs: readonly number[]) {
    this.#steps = steps;
    this.#inputs = inputs;
  }

  /** @param drives by population index; copied */
  add(drives: readonly Drive[]): void {
    for (const input of this.#inputs) this.#add(drives[input]);
  }

  /** What was added since the last call. */
  finish(): Uint32Array<ArrayBuffer> {
    const packed = this.#words.slice(0, this.#length);
    this.#length = 0;
    return packed;
  }

  #add(drive: Drive): void {
    if (drive === undefined) {
      this.#take(1)[0] = kinds.silent;
    } else if (drive instanceof Float32Array) {
      const words = this.#take(1 + drive.length);
      words[0] = kinds.current;
      new Float32Array(words.buffer, words.byteOffset + 4, drive.length).set(drive);
    } else {
      const { offsets, ids, signs } = drive;
      const head = 1 + this.#steps + 1;
      const count = offsets[this.#steps]!;
      const words = this.#take(head + count + (signs ? Math.ceil(count / 4) : 0));
      words[0] = signs ? kinds.signedSpikes : kinds.spikes;
      words.set(offsets.subarray(0, this.#steps + 1), 1);
      words.set(ids.subarray(0, count), head);
      if (signs) new Int8Array(words.buffer, words.byteOffset + 4 * (head + count), count).set(signs.subarray(0, count));
    }
  }

  #take(length: number): Uint32Array<ArrayBuffer> {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#words.length) {
      const larger = new Uint32Array(2 * this.#length);
      larger.set(this.#words);
      this.#words = larger;
    }
    return this.#words.subarray(start, this.#length);
  }
}

/** Gives back, sample after sample, what an {@link InputPacker} has packed, as views. */
export class InputUnpacker {
  readonly #steps: number;
  readonly #inputs: readonly number[];
  readonly #sizes: readonly number[];
  readonly #words: Uint32Array<ArrayBuffer>;
  #place = 0;

  /** @param sizes of all populations */
  constructor(steps: number, inputs: readonly number[], sizes: readonly number[], words: Uint32Array<ArrayBuffer>) {
    this.#steps = steps;
    this.#inputs = inputs;
    this.#sizes = sizes;
    this.#words = words;
  }

  /** The drives of the next sample, by population index. */
  next(): readonly Drive[] {
    const drives = this.#sizes.map((): Drive => undefined);
    for (const input of this.#inputs) drives[input] = this.#drive(this.#sizes[input]!);
    return drives;
  }

  #drive(size: number): Drive {
    const kind = this.#take(1)[0];
    if (kind === kinds.silent) return undefined;
    if (kind === kinds.current) {
      const words = this.#take(size);
      return new Float32Array(words.buffer, words.byteOffset, size);
    }
    const steps = this.#steps;
    const offsets = this.#take(steps + 1);
    const count = offsets[steps]!;
    const train = { steps, offsets, ids: this.#take(count) };
    if (kind === kinds.spikes) return train;
    const words = this.#take(Math.ceil(count / 4));
    return { ...train, signs: new Int8Array(words.buffer, words.byteOffset, count) };
  }

  #take(length: number): Uint32Array<ArrayBuffer> {
    this.#place += length;
    return this.#words.subarray(this.#place - length, this.#place);
  }
}
