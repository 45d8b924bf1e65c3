import { N3mlError, type OptionSpec } from '@n3ml/core';
import type { AnalogLayer } from '../analog-network.ts';
import { PositivePercentile } from './percentile.ts';

/** The option that all balancers have. */
export const percentileSpec = {
  type: 'number',
  describe: 'percentile of the positive activations that a spike in every step stands for; 100 is the maximum',
  default: 100,
  min: 50,
  max: 100,
} as const satisfies OptionSpec;

/**
 * How strongly a layer responds: the numbers of which its lambda is taken.
 *
 * Only positive ones count. An output layer of which no number is positive is measured by its absolute values: its neurons then never spike and are told apart by their
 * potentials, so any scale serves.
 */
export class Response {
  readonly #layer: AnalogLayer;
  readonly #positive = new PositivePercentile();
  #largestNegative = 0;

  constructor(layer: AnalogLayer) {
    this.#layer = layer;
  }

  add(values: Float32Array): void {
    this.#positive.add(values);
    if (this.#layer.kind !== 'output' || this.#positive.max > 0) return;
    for (const value of values) if (-value > this.#largestNegative) this.#largestNegative = -value;
  }

  /** @throws N3mlError N3ML_DEAD_LAYER where there is nothing to measure, or a number isn't finite */
  lambda(percentile: number): number {
    const lambda = this.#positive.at(percentile) || this.#largestNegative;
    if (lambda > 0 && lambda < Number.POSITIVE_INFINITY) return lambda;
    const { name } = this.#layer;
    const message =
      lambda === 0
        ? `Layer '${name}' never responds to the samples that it is balanced on, so no spike can stand for its activation. Balance on more samples, or train the network again: its units are dead.`
        : `The activations of layer '${name}' reach ${lambda}. Train the network again, with a lower learning rate.`;
    throw new N3mlError('N3ML_DEAD_LAYER', message, { details: { layer: name, lambda } });
  }
}
