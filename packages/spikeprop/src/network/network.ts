import { N3mlError, randomStream } from '@n3ml/core';
import { Arrivals } from '../crossing/arrivals.ts';
import type { CrossingSolver } from '../crossing/crossing-solver.ts';
import { searchSolver } from '../crossing/search-solver.ts';
import { stepSolver } from '../crossing/step-solver.ts';
import { positive } from '../positive.ts';
import type { Response } from '../response/response.ts';
import { checkArchitecture } from './check-architecture.ts';

/** What a {@link SpikeTimeNetwork} is made of. */
export interface NetworkOptions {
  /** Neurons of each layer, inputs first: [3, 5, 1]. */
  readonly layers: readonly number[];
  readonly response: Response;
  /** Delays of the terminals that join each pair of neurons, in ms, rising. @default 1, 2, .. 16 */
  readonly delays?: readonly number[];
  /** @default 1 */
  readonly threshold?: number;
  /** A neuron that hasn't reached its threshold by then is silent, in ms. @default 50 */
  readonly horizon?: number;
  /** Initial weights are uniform between these two. @default [0.02, 0.2] */
  readonly weights?: readonly [number, number];
  /** Seed of the initial weights. @default 0 */
  readonly seed?: number;
  /**
   * How many neurons at the end of each layer are inhibitory, inputs first: the outgoing weights of a neuron then share one sign, as in the paper.
   * @default weights of either sign on every neuron
   */
  readonly inhibitory?: readonly number[];
  /** Bounds of the weights; where `inhibitory` is given, of what they are without their sign. @default none */
  readonly bounds?: readonly [number, number];
  /** The slope of the potential at a spike counts as at least this in a gradient, in 1/ms: near a tangent crossing it vanishes. @default 0.1 */
  readonly slopeFloor?: number;
  /** Length of a step in ms, to have spike times as a simulation in steps has them. @default 0: exact times */
  readonly step?: number;
}

/** The weights between two layers: one row for each neuron of the upper one, [post x (pre x delays)]. */
export interface Projection {
  readonly pre: number;
  readonly post: number;
  /** Where its weights start among those of the network. */
  readonly start: number;
  /** Length of a row: pre x delays. */
  readonly row: number;
}

/**
 * Layers of neurons that fire once: `v_j(t) = sum_i sum_k w_ijk eps(t - t_i - d_k)`, a spike where v first reaches the threshold. Each pair of neurons in
 * neighbouring layers is joined by one terminal for each delay d_k.
 *
 * Bohte, Kok & La Poutré, Neurocomputing 48 (2002), equations 2 to 5.
 */
export class SpikeTimeNetwork {
  readonly layers: readonly number[];
  readonly delays: Float64Array;
  readonly response: Response;
  readonly threshold: number;
  readonly horizon: number;
  readonly slopeFloor: number;
  readonly projections: readonly Projection[];
  /** All weights, projection after projection: change them as you like, and call {@link constrain} where there are bounds or signs. */
  readonly weights: Float64Array;
  /** Spike times of each layer in ms after the last {@link run}, Infinity where a neuron is silent. Borrowed until the next. */
  readonly times: readonly Float64Array[];
  /** What reached each layer but the first in the last run. */
  readonly arrivals: readonly Arrivals[];
  readonly #solvers: readonly CrossingSolver[];
  readonly #inhibitory: readonly number[] | undefined;
  readonly #bounds: readonly [number, number];

  /** @throws N3mlError N3ML_BAD_NETWORK (layers, delays), N3ML_BAD_OPTION */
  constructor(options: NetworkOptions) {
    const {
      layers,
      response,
      threshold = 1,
      horizon = 50,
      slopeFloor = 0.1,
      step = 0,
      inhibitory,
      bounds = [-Infinity, Infinity],
    } = options;
    const delays = Float64Array.from(options.delays ?? Array.from({ length: 16 }, (_, k) => k + 1));
    checkArchitecture(layers, delays, inhibitory);
    for (const [name, value] of Object.entries({ threshold, horizon, slopeFloor })) positive('the network', name, value);
    this.layers = [...layers];
    this.delays = delays;
    this.response = response;
    this.threshold = threshold;
    this.horizon = horizon;
    this.slopeFloor = slopeFloor;
    this.#inhibitory = inhibitory;
    this.#bounds = bounds;
    this.times = layers.map((size) => new Float64Array(size).fill(Infinity));
    this.arrivals = layers.slice(0, -1).map((size) => new Arrivals(size, delays));
    this.#solvers = this.arrivals.map(() => (step > 0 ? stepSolver(response, step) : (response.solver?.() ?? searchSolver(response))));
    let start = 0;
    this.projections = layers.slice(1).map((post, l) => {
      const pre = layers[l]!;
      const projection = { pre, post, start, row: pre * delays.length };
      start += post * projection.row;
      return projection;
    });
    this.weights = new Float64Array(start);
    this.#draw(options.weights ?? [0.02, 0.2], options.seed ?? 0);
  }

  #draw([low, high]: readonly [number, number], seed: number): void {
    this.projections.forEach(({ pre, post, start, row }, l) => {
      const random = randomStream(seed, 'weights', l);
      for (let k = start; k < start + post * row; k++) {
        const size = low + (high - low) * random.uniform();
        this.weights[k] = this.#isInhibitory(l, pre, k - start, row) ? -size : size;
      }
    });
  }

  #isInhibitory(layer: number, pre: number, place: number, row: number): boolean {
    const first = pre - (this.#inhibitory?.[layer] ?? 0);
    return (place % row) / this.delays.length >= first;
  }

  /**
   * Lets the inputs fire and every neuron above them, layer by layer.
   *
   * @param inputs a spike time in ms for each input, Infinity where it is silent
   * @returns the spike times of the last layer: borrowed until the next run
   * @throws N3mlError N3ML_SHAPE_MISMATCH, N3ML_BAD_SPIKE_TIME (NaN or negative)
   */
  run(inputs: ArrayLike<number>): Float64Array {
    this.#setInputs(inputs);
    this.projections.forEach(({ start, row }, l) => {
      const arrivals = this.arrivals[l]!;
      const solver = this.#solvers[l]!;
      const times = this.times[l + 1]!;
      arrivals.collect(this.times[l]!);
      solver.prepare(arrivals);
      for (let j = 0; j < times.length; j++) times[j] = solver.find(this.weights, start + j * row, this.threshold, this.horizon);
    });
    return this.times.at(-1)!;
  }

  /** How many neurons above the inputs fired in the last run. */
  spikes(): number {
    let fired = 0;
    for (let l = 1; l < this.times.length; l++) for (const time of this.times[l]!) if (time !== Infinity) fired++;
    return fired;
  }

  #setInputs(inputs: ArrayLike<number>): void {
    const times = this.times[0]!;
    if (inputs.length !== times.length) {
      throw new N3mlError(
        'N3ML_SHAPE_MISMATCH',
        `The network has ${times.length} inputs, but was given ${inputs.length} spike times. Give one for each, Infinity for a silent one.`,
        { details: { expected: times.length, actual: inputs.length } },
      );
    }
    for (let i = 0; i < times.length; i++) {
      // Written so that NaN fails.
      if (!(inputs[i]! >= 0)) {
        throw new N3mlError(
          'N3ML_BAD_SPIKE_TIME',
          `Input ${i} was given the spike time ${inputs[i]}. Give a time of 0 ms or more, or Infinity for a silent one.`,
          { details: { input: i, value: inputs[i] } },
        );
      }
    }
    times.set(inputs);
  }

  /** Brings weights that have left their bounds, or the sign of their neuron, back to the nearest that is allowed. */
  constrain(): void {
    const [low, high] = this.#bounds;
    if (this.#inhibitory === undefined && low === -Infinity && high === Infinity) return;
    const floor = this.#inhibitory === undefined ? low : Math.max(0, low);
    this.projections.forEach(({ pre, post, start, row }, l) => {
      for (let k = start; k < start + post * row; k++) {
        const sign = this.#isInhibitory(l, pre, k - start, row) ? -1 : 1;
        this.weights[k] = sign * Math.min(high, Math.max(floor, sign * this.weights[k]!));
      }
    });
  }
}
