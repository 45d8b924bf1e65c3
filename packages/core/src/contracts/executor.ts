import type { Tensors } from './checkpoint.ts';
import type { Network } from './network.ts';
import type { SpikeTrain } from './spike-train.ts';

/** How a simulation is run. */
export interface RunOptions {
  readonly steps: number;
  /** False freezes the network: no rule runs and variables that are kept between samples don't change. */
  readonly learn: boolean;
}

/** The spikes of one population in one step. `ids` is borrowed: valid inside the call only. */
export type SpikeListener = (step: number, population: string, ids: Uint32Array) => void;

/** What drives the input populations, by name: a spike train, or for an input that carries current one number per neuron: [size]. */
export type Inputs = Readonly<Record<string, SpikeTrain | Float32Array>>;

/** A network that runs: its state and the kernels that advance it. */
export interface Simulation {
  readonly network: Network;
  /** Starts a sample: variables that are not kept, traces, spikes, counts and time go back to their start. */
  reset(): void;
  /**
   * Advances by `steps` steps from where the last call ended.
   * @param inputs one spike train of `steps` steps, or one current, per input population; a population that is left out stays silent
   * @throws N3mlError N3ML_NOT_A_NUMBER naming population, neuron and step where a state variable becomes NaN
   */
  run(inputs: Inputs, options: RunOptions): void;
  /** Ends a training sample: variables stepped `per sample` advance over the steps since `reset`, then connections with `normalize` are scaled. */
  endSample(): void;
  /**
   * Spikes of each neuron since `reset`: [size]. Borrowed until the next call that changes the state.
   * @throws N3mlError N3ML_UNKNOWN_POPULATION
   */
  spikeCounts(population: string): Uint32Array;
  /** Who is told of every spike, step by step, after each `run`; undefined for nobody. */
  onSpikes: SpikeListener | undefined;
  /**
   * A copy of a state variable: [size].
   * @throws N3mlError N3ML_UNKNOWN_POPULATION; N3ML_UNKNOWN_SYMBOL where its neurons have no such variable
   */
  variable(population: string, name: string): Float32Array;
  /**
   * A copy of the weights, laid out as in the network.
   * @param into is written to and returned where it has the right length: who looks again and again needs no new memory each time
   * @throws N3mlError N3ML_UNKNOWN_CONNECTION
   */
  weights(connection: string, into?: Float32Array): Float32Array;
  /**
   * Sets a `signal` variable of a connection's rule; it keeps the value until it is set again.
   * @throws N3mlError N3ML_UNKNOWN_CONNECTION; N3ML_UNKNOWN_SYMBOL where the rule has no such signal; N3ML_NOT_A_NUMBER where the value isn't finite
   */
  setSignal(connection: string, name: string, value: number): void;
  /** Everything that learning has changed and that lasts between samples, by name: weights and kept variables. */
  save(): Tensors;
  /**
   * Takes back what `save` gave; tensors of other names are left alone.
   * @throws N3mlError N3ML_CHECKPOINT_MISMATCH where a tensor is missing or doesn't fit, N3ML_NOT_A_NUMBER where one isn't finite; nothing has changed then
   */
  load(tensors: Tensors): void;
}

/** What a pool reads from each sample. */
export interface Reading {
  readonly population: string;
  /** A state variable. @default the spike counts since the sample's start */
  readonly variable?: string;
  /** After how many steps it is read, ascending, at most the steps of the run. @default [steps] */
  readonly at?: readonly number[];
  /** One number, the sum over the population, in place of one per neuron. @default false */
  readonly total?: boolean;
}

/** What was read, by the names of the readings: [samples x at x size], or [samples x at] of totals. */
export type ReadingValues<R> = { readonly [K in keyof R]: Float64Array };

/** How a pool runs its samples. */
export interface PoolRunOptions<R extends Readonly<Record<string, Reading>>> {
  readonly steps: number;
  readonly readings: R;
  /** Told after each sample has finished, in order; the values are those of this sample, borrowed. */
  readonly onSample?: (k: number, values: ReadingValues<R>) => void | Promise<void>;
  /** Stops at the next sample; what was not run reads 0. */
  readonly signal?: AbortSignal;
}

/** Copies of a frozen network that share its weights and run samples side by side. */
export interface SimulationPool {
  readonly workers: number;
  /**
   * Runs `count` samples and gives what `readings` ask for, in the order of the samples whatever the workers do.
   * @param sample gives the inputs of sample k; called once for each k in ascending order, what it returns is copied before the next call
   */
  run<R extends Readonly<Record<string, Reading>>>(
    count: number,
    sample: (k: number) => Inputs,
    options: PoolRunOptions<R>,
  ): Promise<ReadingValues<R>>;
  close(): Promise<void>;
}

/** Turns a network into something that runs. */
export interface Executor {
  readonly name: string;
  /** @throws N3mlError where parts of the network don't fit together, and for every mistake in an equation, with its place */
  compile(network: Network): Simulation;
  /** Copies of a frozen network on `workers` threads; the simulation's present weights and kept variables are used. */
  pool(simulation: Simulation, workers: number): Promise<SimulationPool>;
}

/** Executors by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Executors {}
