import type { SpikeTrain } from '@n3ml/core';
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
  Record<'run', (base: number, t: number, steps: number, learn: number) => number> & Record<'inflow' | 'normalize', (base: number) => void>
>;

/** The views of one population that feeding and reading spikes needs. */
interface PopulationViews {
  readonly index: number;
  readonly layout: PopulationLayout;
  readonly log: Uint32Array;
  /** Beside the log; empty where every spike counts 1. */
  readonly scales: Float32Array;
  readonly offsets: Uint32Array;
  readonly counts: Uint32Array;
  /** How many spikes of the last step stand at the start of the log. */
  carried: number;
}

/**
 * Compiled kernels on one local part of a memory. Knows neither equations nor names: it feeds spike trains and currents in, calls `run`, and hands spikes out.
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
  readonly #spiking: readonly PopulationViews[];
  readonly #currents: readonly PopulationViews[];

  constructor({ module, memory, base, layout }: InstanceParts) {
    this.#kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
    this.#base = base;
    this.#layout = layout;
    this.#bytes = new Uint8Array(memory.buffer, base, layout.localBytes);
    this.#fault = new Int32Array(memory.buffer, base, 3);
    this.#populations = layout.populations.map((population, index) => ({
      index,
      layout: population,
      log: new Uint32Array(memory.buffer, base + population.log, population.logCapacity),
      scales: new Float32Array(memory.buffer, base + population.scales, population.carries === 'spikes' ? 0 : population.logCapacity),
      offsets: new Uint32Array(memory.buffer, base + population.offsets, STEPS_PER_CALL + 2),
      counts: new Uint32Array(memory.buffer, base + population.counts, population.size),
      carried: 0,
    }));
    this.#currents = this.#populations.filter((population) => population.layout.carries === 'current');
    this.#spiking = this.#populations.filter((population) => population.layout.carries !== 'current');
  }

  /** Overwrites everything that a sample changes by its start. */
  reset(): void {
    const { image, blockBytes } = this.#layout;
    this.#bytes.copyWithin(0, image, image + blockBytes);
    for (const population of this.#populations) population.carried = 0;
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
    this.#takeCurrents(inputs);
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

  /** Lists the neurons whose current isn't 0, with their currents, and lets the kernels work out what that brings in each step. */
  #takeCurrents(inputs: readonly Drive[]): void {
    if (this.#currents.length === 0) return;
    for (const { index, log, scales, offsets } of this.#currents) {
      const current = inputs[index];
      let count = 0;
      if (current instanceof Float32Array) {
        for (let neuron = 0; neuron < current.length; neuron++) {
          const value = current[neuron]!;
          if (value === 0) continue;
          log[count] = neuron;
          scales[count++] = value;
        }
      }
      offsets[1] = count;
    }
    this.#kernels.inflow(this.#base);
  }

  /** Writes the input spikes of the steps from `start` behind the carried ones. Returns how many of `wanted` steps fit. */
  #feed(inputs: readonly Drive[], start: number, wanted: number): number {
    let steps = wanted;
    const trainOf = ({ index }: PopulationViews): SpikeTrain | undefined => inputs[index] as SpikeTrain | undefined;
    for (const population of this.#spiking) {
      const train = trainOf(population);
      if (!train) continue;
      const room = population.layout.logCapacity - population.carried;
      while (train.offsets[start + steps]! - train.offsets[start]! > room) steps = Math.ceil(steps / 2);
    }
    for (const population of this.#spiking) {
      const { layout, log, scales, offsets, carried } = population;
      offsets[0] = 0;
      offsets[1] = carried;
      if (!layout.isInput) continue;
      const train = trainOf(population);
      if (!train) {
        offsets.fill(carried, 2, steps + 2);
        continue;
      }
      const first = train.offsets[start]!;
      const last = train.offsets[start + steps]!;
      log.set(train.ids.subarray(first, last), carried);
      if (train.signs) scales.set(train.signs.subarray(first, last), carried);
      else if (scales.length) scales.fill(1, carried, carried + last - first);
      const shift = carried - first;
      for (let s = 1; s <= steps; s++) offsets[s + 1] = train.offsets[start + s]! + shift;
    }
    return steps;
  }

  /** Moves the spikes of the last step to the start of each log: they are the previous step's of the next call. */
  #carry(ran: number): void {
    for (const population of this.#spiking) {
      const { log, scales, offsets } = population;
      const from = offsets[ran]!;
      const to = offsets[ran + 1]!;
      log.copyWithin(0, from, to);
      scales.copyWithin(0, from, to);
      population.carried = to - from;
    }
  }

  #report(ran: number, onStep: (step: number, population: number, ids: Uint32Array) => void): void {
    for (let s = 0; s < ran; s++) {
      for (const { index, log, offsets } of this.#spiking) {
        const from = offsets[s + 1]!;
        const to = offsets[s + 2]!;
        if (to > from) onStep(this.time + s, index, log.subarray(from, to));
      }
    }
  }
}
