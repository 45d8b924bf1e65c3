import { type Layout, type PopulationLayout, STEPS_PER_CALL } from '../arena/layout.ts';
import type { Drive } from './check-run.ts';

/** What an instance is made of; all of it can be sent to another thread when the memory is shared. */
export interface InstanceParts {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where this instance's local part starts. */
  readonly base: number;
  readonly layout: Layout;
}

/** A state variable that became NaN. */
export interface Fault {
  readonly population: number;
  readonly neuron: number;
  readonly step: number;
}

type Kernels = Readonly<
  Record<'run', (base: number, t: number, steps: number, learn: number) => number> & Record<'normalize', (base: number) => void>
>;

/** The views of one population that feeding and reading spikes needs. */
interface PopulationViews {
  readonly layout: PopulationLayout;
  readonly log: Uint32Array;
  readonly offsets: Uint32Array;
  readonly counts: Uint32Array;
}

/**
 * Compiled kernels on one local part of a memory. Knows neither equations nor names: it feeds spike trains in, calls `run`, and hands spikes out.
 */
export class Instance {
  /** Steps since the reset. */
  time = 0;
  readonly #kernels: Kernels;
  readonly #base: number;
  readonly #layout: Layout;
  readonly #bytes: Uint8Array;
  /** Population (counted from 1; 0 for none), neuron and step, where the kernels leave them. */
  readonly #fault: Int32Array;
  readonly #populations: readonly PopulationViews[];
  /** How many spikes of each population's last step stand at the start of its log. */
  readonly #carried: number[];

  constructor({ module, memory, base, layout }: InstanceParts) {
    this.#kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
    this.#base = base;
    this.#layout = layout;
    this.#bytes = new Uint8Array(memory.buffer, base, layout.localBytes);
    this.#fault = new Int32Array(memory.buffer, base, 3);
    this.#populations = layout.populations.map((population) => ({
      layout: population,
      log: new Uint32Array(memory.buffer, base + population.log, population.logCapacity),
      offsets: new Uint32Array(memory.buffer, base + population.offsets, STEPS_PER_CALL + 2),
      counts: new Uint32Array(memory.buffer, base + population.counts, population.size),
    }));
    this.#carried = layout.populations.map(() => 0);
  }

  /** Overwrites everything that a sample changes by its start. */
  reset(): void {
    const { image, blockBytes } = this.#layout;
    this.#bytes.copyWithin(0, image, image + blockBytes);
    this.#carried.fill(0);
    this.time = 0;
  }

  normalize(): void {
    this.#kernels.normalize(this.#base);
  }

  /** Spikes of each neuron since the reset. Borrowed. */
  counts(population: number): Uint32Array {
    return this.#populations[population]!.counts;
  }

  /** A state variable of each neuron. Borrowed. */
  variable(population: number, name: string): Float32Array {
    const { variables, size } = this.#layout.populations[population]!;
    return new Float32Array(this.#bytes.buffer, this.#base + variables[name]!, size);
  }

  /**
   * Runs `steps` steps, in as many calls of the kernels as the logs ask for.
   * @param inputs spike trains and currents by population index
   * @param onStep told of the spikes of each population and step; ids are borrowed
   * @returns the fault that stopped it, if one did
   */
  run(
    inputs: readonly Drive[],
    steps: number,
    learn: boolean,
    onStep?: (step: number, population: number, ids: Uint32Array) => void,
  ): Fault | undefined {
    let done = 0;
    while (done < steps) {
      const planned = this.#feed(inputs, done, Math.min(steps - done, STEPS_PER_CALL));
      const ran = this.#kernels.run(this.#base, this.time, planned, learn ? 1 : 0);
      if (onStep) this.#report(ran, onStep);
      if (this.#fault[0]) return { population: this.#fault[0] - 1, neuron: this.#fault[1]!, step: this.#fault[2]! };
      this.#carry(ran);
      this.time += ran;
      done += ran;
    }
    return undefined;
  }

  /** Writes the input spikes of the steps from `start` behind the carried ones. Returns how many of `wanted` steps fit. */
  #feed(inputs: readonly Drive[], start: number, wanted: number): number {
    let steps = wanted;
    for (const [k, { layout }] of this.#populations.entries()) {
      const train = inputs[k];
      if (!layout.isInput || !train || train instanceof Float32Array) continue;
      const room = layout.logCapacity - this.#carried[k]!;
      while (train.offsets[start + steps]! - train.offsets[start]! > room) steps = Math.ceil(steps / 2);
    }
    for (const [k, { layout, log, offsets }] of this.#populations.entries()) {
      const carried = this.#carried[k]!;
      offsets[0] = 0;
      offsets[1] = carried;
      if (!layout.isInput) continue;
      const train = inputs[k];
      if (!train || train instanceof Float32Array) {
        offsets.fill(carried, 2, steps + 2);
        continue;
      }
      const first = train.offsets[start]!;
      log.set(train.ids.subarray(first, train.offsets[start + steps]!), carried);
      const shift = carried - first;
      for (let s = 1; s <= steps; s++) offsets[s + 1] = train.offsets[start + s]! + shift;
    }
    return steps;
  }

  /** Moves the spikes of the last step to the start of each log: they are the previous step's of the next call. */
  #carry(ran: number): void {
    for (const [k, { log, offsets }] of this.#populations.entries()) {
      const from = offsets[ran]!;
      const to = offsets[ran + 1]!;
      log.copyWithin(0, from, to);
      this.#carried[k] = to - from;
    }
  }

  #report(ran: number, onStep: (step: number, population: number, ids: Uint32Array) => void): void {
    for (let s = 0; s < ran; s++) {
      for (const [k, { log, offsets }] of this.#populations.entries()) {
        const from = offsets[s + 1]!;
        const to = offsets[s + 2]!;
        if (to > from) onStep(this.time + s, k, log.subarray(from, to));
      }
    }
  }
}
