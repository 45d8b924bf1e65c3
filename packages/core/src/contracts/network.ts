import type { LearningRule } from './learning-rule.ts';
import type { Neuron } from './neuron.ts';

/** A population that is driven from outside by spike trains. */
export interface InputPopulation {
  readonly size: number;
  readonly shape?: readonly number[];
  /**
   * What drives it: spikes, spikes with a sign (a negative one counts its synapses' weights negative), or one number per neuron that is the
   * same in every step, which reaches the postsynaptic neurons in the step itself.
   * @default 'spikes'
   */
  readonly carries?: 'spikes' | 'signed spikes' | 'current';
}

/** A population of neurons of one model. */
export interface NeuronPopulation extends InputPopulation {
  readonly neuron: Neuron;
}

/** The neurons of one name in a network. */
export type Population = InputPopulation | NeuronPopulation;

/**
 * A window that slides over a sheet of [height, width, channels], neuron (y, x, c) at index (y * width + x) * channels + c, as in tfjs's channels-last layout.
 * It stands at `output[0] x output[1]` places; at place (oy, ox) its upper left corner is at (oy * strides[0] - padding[0], ox * strides[1] - padding[1]).
 * What lies outside of the sheet doesn't count.
 */
export interface Window {
  /** Presynaptic sheet: [height, width, channels]. */
  readonly input: readonly [number, number, number];
  /** Postsynaptic sheet: [height, width, channels]. */
  readonly output: readonly [number, number, number];
  /** Height and width of the window. */
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  /** Rows above and columns left of the sheet. */
  readonly padding: readonly [number, number];
}

/**
 * Which pairs of neurons a connection joins, and how its weights are laid out. Where synapses share a weight, a learning rule sees synapse after synapse: for
 * each spike those of its neuron in ascending order of the neurons on the other side, and in `onStep` all in ascending order of presynaptic, then postsynaptic
 * neurons. Such a weight is clamped after each spike, and after each synapse of `onStep`.
 */
export type Topology =
  /** All to all; weights [nPre x nPost], row-major. */
  | { readonly kind: 'dense' }
  /** i to i; weights [n], or one number. */
  | { readonly kind: 'one-to-one' }
  /** i to every j but i, all with one weight: one number. */
  | { readonly kind: 'all-but-self' }
  /** Compressed rows: the targets of i are `columns[rows[i]] .. columns[rows[i + 1] - 1]`, ascending; weights [rows[nPre]]. */
  | { readonly kind: 'sparse'; readonly rows: Uint32Array; readonly columns: Uint32Array }
  /** Every channel under the window to every channel of the place; weights [height x width x input channels x output channels], shared by all places. */
  | ({ readonly kind: 'conv2d' } & Window)
  /** Channel c under the window to the channels c * m .. c * m + m - 1 of the place, m = output channels / input channels; weights [height x width x input channels x m]. */
  | ({ readonly kind: 'depthwise-conv2d' } & Window)
  /**
   * Channel c under the window to channel c of the place, all with one weight: one number. `'sum'`: every spike counts. `'max'`: a spike counts where it
   * makes the highest spike count under the window grow, so that after any step a place has had as many as the busiest neuron under its window.
   */
  | ({ readonly kind: 'pool2d'; readonly pool: 'sum' | 'max' } & Window);

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
  /**
   * `'same step'`: a spike arrives in the step in which it was fired, so that a signal crosses a feed-forward network in one step. The presynaptic population has
   * to be listed before the postsynaptic one, and there is no delay. Populations are then advanced one after the other, in the order in which they are listed.
   * @default 'next step'
   */
  readonly arrives?: 'next step' | 'same step';
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
