import { defineFactory, type Encoder } from '@n3ml/core';
import { checkUnitInterval } from './check-values.ts';
import { addMemorylessSpikes } from './memoryless-spikes.ts';

/** Options of {@link poisson}. */
export interface PoissonOptions {
  /** Rate of a value of 1, in Hz. @default 128 */
  readonly maxRate?: number;
  /** Rate of a value of 0, in Hz. @default 0 */
  readonly minRate?: number;
}

/**
 * A Poisson process per value: the rate is `minRate + x (maxRate - minRate)` Hz, and neither the past nor the other values matter.
 *
 * A step holds one spike at most: events of the process that fall in the same step are one spike, so a step spikes with probability
 * `1 - exp(-rate dt / 1000)`. Drawn spike by spike from exponential gaps; a value of rate 0 costs a comparison.
 *
 * Values in [0, 1], one neuron a value.
 * @throws N3mlError N3ML_BAD_VALUE where a value is not in [0, 1]
 * @see Heeger, Poisson model of spike generation (2000)
 */
export const poisson = defineFactory<Encoder, PoissonOptions>(
  "encoder 'poisson'",
  {
    maxRate: { type: 'number', describe: 'rate of a value of 1', unit: 'Hz', default: 128, min: 0 },
    minRate: { type: 'number', describe: 'rate of a value of 0', unit: 'Hz', default: 0, min: 0 },
  },
  ({ maxRate, minRate }) => ({
    encode(values, out, context) {
      checkUnitInterval('poisson', values);
      for (let neuron = 0; neuron < values.length; neuron++) {
        const rate = minRate + values[neuron]! * (maxRate - minRate);
        if (rate > 0) addMemorylessSpikes(neuron, (rate * context.dt) / 1000, 1, out, context);
      }
    },
  }),
  {
    summary: 'Spikes at random at a rate that is proportional to the value, whatever came before.',
    source: 'D. Heeger, "Poisson model of spike generation" (2000)',
  },
);
