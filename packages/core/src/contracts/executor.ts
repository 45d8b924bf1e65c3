import type { Tensors } from '../checkpoint.ts';
import type { SpikeTrain } from '../spike-train.ts';
import type { Network } from './network.ts';

/** How a simulation is run. */
export interface RunOptions {
  readonly steps: number;
  /** False freezes the network: no rule runs and variables that are kept between samples don't change. */
  readonly learn: boolean;
}

/** The spikes of one population in one step. `ids` is borrowed: valid inside the call only. */
export type SpikeListener = (step: number, population: string, ids: Uint32Array) => void;

/** A network that runs: its state and the kernels that advance it. */
export interface Simulation {
  readonly network: Network;
  /** Starts a sample: variables that are not kept, traces, spikes, counts and time go back to their start. */
  reset(): void;
  /**
   * Advances by `steps` steps from where the last call ended.
   * @param inputs one spike train per input population, each of `steps` steps; a population that is left out stays silent
   * @throws N3mlError N3ML_NOT_A_NUMBER naming population, neuron and step where a state variable becomes NaN
   */
  run(inputs: Readonly<Record<string, SpikeTrain>>, options: RunOptions): void;
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
   * @throws N3mlError N3ML_UNKNOWN_CONNECTION
   */
  weights(connection: string): Float32Array;
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

/** One sample for a pool: a spike train per input population. */
export type PoolSample = Readonly<Record<string, SpikeTrain>>;

/** Copies of a frozen network that share its weights and run samples side by side. */
export interface SimulationPool {
  readonly workers: number;
  /**
   * Runs `count` samples and gives the spike counts of `population` for each, [count x size], in the order of the samples whatever the workers do.
   * @param sample makes sample k; called once for each k in ascending order, what it returns is copied before the next call
   * @param onSample told after each sample has finished, in order
   */
  run(
    count: number,
    sample: (k: number) => PoolSample,
    options: {
      steps: number;
      population: string;
      onSample?: (k: number, counts: Uint32Array) => void | Promise<void>;
      signal?: AbortSignal;
    },
  ): Promise<Uint32Array>;
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
