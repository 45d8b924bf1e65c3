import type { LearningRule } from './learning-rule.ts';
import type { Neuron } from './neuron.ts';

/** A population that is driven from outside by spike trains. */
export interface InputPopulation {
  readonly size: number;
  readonly shape?: readonly number[];
}

/** A population of neurons of one model. */
export interface NeuronPopulation extends InputPopulation {
  readonly neuron: Neuron;
}

/** The neurons of one name in a network. */
export type Population = InputPopulation | NeuronPopulation;

/** Which pairs of neurons a connection joins, and how its weights are laid out. */
export type Topology =
  /** All to all; weights [nPre x nPost], row-major. */
  | { readonly kind: 'dense' }
  /** i to i; weights [n], or one number. */
  | { readonly kind: 'one-to-one' }
  /** i to every j but i, all with one weight: one number. */
  | { readonly kind: 'all-but-self' }
  /** Compressed rows: the targets of i are `columns[rows[i]] .. columns[rows[i + 1] - 1]`, ascending; weights [rows[nPre]]. */
  | { readonly kind: 'sparse'; readonly rows: Uint32Array; readonly columns: Uint32Array };

/** The synapses from one population onto another, or onto itself. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly topology: Topology;
  readonly weights: Float32Array | number;
  /** The input channel of the receiving neuron model. @default 'I' */
  readonly target?: string;
  readonly rule?: LearningRule;
  /** wMin and wMax of the learning rule. @default [-Infinity, Infinity] */
  readonly bounds?: readonly [number, number];
  /** After a training sample the weights into each neuron are scaled to this sum. Dense and sparse connections only. */
  readonly normalize?: { readonly sum: number };
  /** Delay in ms, one for all or one per weight; rounded to steps. A spike arrives in the step after it, plus the delay. @default 0 */
  readonly delay?: number | Float32Array;
}

/** A network as plain data: what it is, not how it runs. */
export interface Network {
  /** Length of a step in ms. */
  readonly dt: number;
  readonly populations: Readonly<Record<string, Population>>;
  readonly connections: Readonly<Record<string, Connection>>;
}

/** True where the population has a neuron model; the others are inputs. */
export const hasNeuron = (population: Population): population is NeuronPopulation => 'neuron' in population;
