import { type Assign, bind, type Slot } from '@n3ml/equations';
import type { PopulationPlan } from '../plan/plan.ts';
import { initialValues } from './initial-values.ts';

type Values = Float32Array;

/** A statement on one neuron: the closure that computes its value, and the array that takes it. */
interface BoundAssign {
  readonly compute: (neuron: number) => number;
  readonly target: Values;
}

/** The spikes of one step, and beside them what each counts: its sign; absent where all count 1. */
export interface Spikes {
  readonly ids: readonly number[];
  readonly scales?: readonly number[] | undefined;
}

const none: Spikes = { ids: [] };

/**
 * A population that runs from its equations as closures, one neuron after the other, with nothing skipped: the oracle for the compiled kernels.
 */
export class InterpretedPopulation {
  readonly plan: PopulationPlan;
  readonly variables: Readonly<Record<string, Values>>;
  /** Summed input of this step by channel. */
  readonly currents: Readonly<Record<string, Values>>;
  readonly counts: Uint32Array;
  previous: Spikes = none;
  present: Spikes = none;
  readonly #freeFrom: Int32Array;
  readonly #integrate: readonly (BoundAssign & { readonly held: boolean })[];
  readonly #input: readonly (BoundAssign & { readonly always: boolean })[];
  readonly #reset: readonly (BoundAssign & { readonly kept: boolean })[];
  readonly #threshold: (neuron: number) => number;

  constructor(plan: PopulationPlan) {
    this.plan = plan;
    const { program, size } = plan;
    this.variables = Object.fromEntries((program?.variables ?? []).map((variable) => [variable.name, initialValues(size, variable)]));
    this.currents = Object.fromEntries((program?.channels ?? []).map((channel) => [channel, new Float32Array(size)]));
    this.counts = new Uint32Array(size);
    this.#freeFrom = new Int32Array(size);
    const kept = new Set(program?.variables.filter((variable) => variable.kept).map(({ name }) => name));
    this.#integrate = (program?.integrate ?? []).map((assign) => ({
      ...this.bind(assign),
      held: program!.heldWhileRefractory.has(assign.slot.name),
    }));
    this.#input = (program?.input ?? []).map((assign) => ({ ...this.bind(assign), always: assign.always }));
    this.#reset = (program?.reset ?? []).map((assign) => ({ ...this.bind(assign), kept: kept.has(assign.slot.name) }));
    this.#threshold = program ? bind(program.threshold, this.#load) : () => 0;
  }

  bind({ slot, value }: Assign): BoundAssign {
    return { compute: bind(value, this.#load), target: this.variables[slot.name]! };
  }

  readonly #load = ({ scope, name }: Slot): ((neuron: number) => number) => {
    const constants = (): Values => Float32Array.from(this.plan.program!.constants[name]!);
    const values = scope === 'constant' ? constants() : (scope === 'input' ? this.currents : this.variables)[name]!;
    return (neuron) => values[neuron]!;
  };

  restart(): void {
    for (const variable of this.plan.program?.variables ?? []) {
      if (!variable.kept) this.variables[variable.name]!.set(initialValues(this.plan.size, variable));
    }
    for (const current of Object.values(this.currents)) current.fill(0);
    this.counts.fill(0);
    this.#freeFrom.fill(0);
    this.previous = none;
    this.present = none;
  }

  /** Integrates, takes the input, and lets neurons spike. Returns the first neuron that became NaN, or -1. */
  step(t: number, learn: boolean): number {
    const { size, program } = this.plan;
    const spikes: number[] = [];
    for (let neuron = 0; neuron < size; neuron++) {
      const free = t >= this.#freeFrom[neuron]!;
      const next = this.#integrate.map(({ compute }) => compute(neuron));
      for (const [k, { target, held }] of this.#integrate.entries()) if (free || !held) target[neuron] = next[k]!;
      for (const { compute, target, always } of this.#input) if (free || always) target[neuron] = compute(neuron);
      for (const current of Object.values(this.currents)) current[neuron] = 0;
      if (Object.values(this.variables).some((values) => Number.isNaN(values[neuron]!))) return neuron;
      if (!free || !this.#threshold(neuron)) continue;
      for (const { compute, target, kept } of this.#reset) if (learn || !kept) target[neuron] = compute(neuron);
      const refractory = program!.refractorySteps;
      this.#freeFrom[neuron] = t + 1 + (typeof refractory === 'number' ? refractory : refractory[neuron]!);
      spikes.push(neuron);
    }
    this.spike({ ids: spikes });
    return -1;
  }

  /** Takes the spikes of this step. */
  spike(spikes: Spikes): void {
    this.present = spikes;
    for (const neuron of spikes.ids) this.counts[neuron]!++;
  }

  advancePerSample(ms: number): void {
    const next = (this.plan.program?.integratePerSample(ms) ?? []).map((assign) => {
      const { compute, target } = this.bind(assign);
      return { target, values: target.map((_, neuron) => compute(neuron)) };
    });
    for (const { target, values } of next) target.set(values);
  }
}
