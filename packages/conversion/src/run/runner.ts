import type { Inputs } from '@n3ml/core';

/** What was read from one sample. Both ways to run a network give the same numbers. */
export interface SampleReading {
  /** Spikes of the output neurons since the start, after each of the steps that were asked for: [at x outputs]. All 0 for a readout. */
  readonly counts: Float64Array;
  /** Membrane potentials of the output, in thresholds: [at x outputs]. */
  readonly potentials: Float64Array;
  /** Spikes of the input and then of each layer, over the whole run: [1 + layers]. */
  readonly spikes: Float64Array;
  /** Spikes times the synapses that each reached. A constant current takes none. */
  readonly operations: number;
}

/** For how long samples run and what is read from them. */
export interface RunSteps {
  readonly steps: number;
  /** After how many steps the output is read, ascending. @default [steps] */
  readonly at?: readonly number[];
  /** Stops at the next batch or sample. */
  readonly signal?: AbortSignal;
}

/** A way to run a spiking network. */
export interface Runner {
  /**
   * Runs samples 0 .. count - 1 and tells of each, in order.
   * @param inputs what drives sample k; called in ascending order, and what it returns is copied before the next call
   */
  run(
    count: number,
    inputs: (k: number) => Inputs,
    options: RunSteps,
    onSample: (k: number, reading: SampleReading) => void | Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}
