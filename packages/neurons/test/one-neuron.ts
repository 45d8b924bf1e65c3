import type { Neuron } from '@n3ml/core';
import { type Assign, compileNeuron, evaluate, type Slot } from '@n3ml/equations';

/** The input of one step: a number for the channel I, or a number for each channel. */
export type Input = number | Readonly<Record<string, number>>;

/** A neuron of a model, stepped by the program that the executors run. Per-neuron parameters don't occur here. */
export class OneNeuron {
  readonly state: Record<string, number> = {};
  readonly #program;
  #refractory = 0;

  constructor(neuron: Neuron, dt = 1) {
    this.#program = compileNeuron(neuron, { dt });
    for (const { name, init } of this.#program.variables) this.state[name] = Math.fround(init as number);
  }

  get variables(): readonly string[] {
    return this.#program.variables.map(({ name }) => name);
  }

  /** One step; true where the neuron spikes. */
  step(input: Input = 0): boolean {
    const { integrate, heldWhileRefractory, threshold, reset, refractorySteps } = this.#program;
    const idle = this.#refractory > 0;
    const read = ({ scope, name }: Slot): number =>
      scope === 'input' ? Math.fround(typeof input === 'number' ? input : (input[name] ?? 0)) : this.#value(name);
    const next = integrate.map(({ slot, value }) => [slot.name, evaluate(value, read) as number] as const);
    for (const [name, value] of next) if (!(idle && heldWhileRefractory.has(name))) this.state[name] = value;
    for (const { slot, value, always } of this.#program.input) if (always || !idle) this.state[slot.name] = evaluate(value, read) as number;
    if (idle) this.#refractory--;
    if (this.#refractory > 0 || !evaluate(threshold, read)) return false;
    for (const { slot, value } of reset) this.state[slot.name] = evaluate(value, read) as number;
    this.#refractory = refractorySteps as number;
    return true;
  }

  /** The steps of `count` in which it spikes. */
  run(count: number, input: (step: number) => Input): number[] {
    return Array.from({ length: count }, (_, step) => step).filter((step) => this.step(input(step)));
  }

  /** Ends a sample of `ms` and starts the next. */
  nextSample(ms: number): void {
    const assigns: readonly Assign[] = this.#program.integratePerSample(ms);
    const next = assigns.map(({ slot, value }) => [slot.name, evaluate(value, ({ name }) => this.#value(name)) as number] as const);
    for (const [name, value] of next) this.state[name] = value;
    for (const { name, init, kept } of this.#program.variables) if (!kept) this.state[name] = Math.fround(init as number);
    this.#refractory = 0;
  }

  #value(name: string): number {
    const value = this.state[name];
    if (value === undefined) throw new Error(`the program reads '${name}', which is no variable`);
    return value;
  }
}

export const intervals = (steps: readonly number[]): number[] => steps.slice(1).map((step, k) => step - steps[k]!);
