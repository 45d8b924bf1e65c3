import type { EventBus } from '@n3ml/core';
import type { AnalogLayer, AnalogNetwork } from './analog-network.ts';

/** The activation that a spike of each layer stands for, by layer name: [1], or [channels]. */
export type Lambdas = Readonly<Record<string, Float32Array>>;

/** What a balancer has found. */
export interface Balance {
  readonly lambdas: Lambdas;
  /**
   * True reproduces the thresholds lambda_l, without the division by lambda_(l-1): a spike then counts as 1 in the next layer whatever it stands for, and rates
   * shrink from layer to layer. For comparison only.
   * @default false
   */
  readonly undivided?: boolean;
  /** The largest |x| of the samples; `balance` adds it. */
  readonly largestInput?: number;
}

/** What a balancer is given. Values are borrowed: valid inside the call only. */
export interface BalanceContext {
  readonly network: AnalogNetwork;
  /** Number of samples to balance on. */
  readonly samples: number;
  /** Calls `visit` with the activations of every layer for one batch after the other: [batch x size of the layer]. */
  activations(visit: (layer: AnalogLayer, values: Float32Array, batch: number) => void): Promise<void>;
  /**
   * Runs the spiking layers before `layer`, whose lambdas are in `lambdas`, from their initial state, and calls `visit` with the weighted input that `layer` gets in
   * each step, in units of its activation: [batch x size of the layer].
   */
  weightedInput(
    layer: AnalogLayer,
    lambdas: Lambdas,
    options: { readonly steps: number; readonly batches?: number },
    visit: (values: Float32Array, step: number, batch: number) => void,
  ): Promise<void>;
  readonly bus: EventBus;
  readonly signal?: AbortSignal;
}

/** Finds the lambda of every layer but max pooling, which passes on those that it gets. */
export interface Balancer {
  balance(context: BalanceContext): Promise<Balance>;
}

/** Balancers by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Balancers {}

declare module '@n3ml/core' {
  interface Kinds {
    balancer: { table: Balancers; makes: Balancer };
  }
}
