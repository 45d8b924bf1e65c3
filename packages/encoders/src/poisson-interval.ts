import { defineFactory, type Encoder } from '@n3ml/core';
import { checkUnitInterval } from './check-values.ts';
import { poissonDraw } from './poisson-draw.ts';

/** Options of {@link poissonInterval}. */
export interface PoissonIntervalOptions {
  /** Rate of a value of 1, in Hz. @default 128 */
  readonly maxRate?: number;
}

/**
 * Spike trains whose inter-spike intervals are drawn from a Poisson distribution with mean `1000 / (rate dt)` steps, `rate = x maxRate` Hz.
 * The first spike comes one interval after the start, and an interval of 0 counts as 1.
 *
 * This is what the `poisson` encoders of BindsNET and of the original n3ml compute. It is no Poisson process: the coefficient of variation
 * of the intervals is 1 / sqrt(mean), .36 at 128 Hz and steps of 1 ms, where `poisson` has 1. Here to reproduce their results.
 *
 * Values in [0, 1], one neuron a value.
 * @throws N3mlError N3ML_BAD_VALUE where a value is not in [0, 1]
 * @see Hazan et al., BindsNET: a machine learning-oriented spiking neural networks library in Python, Frontiers in Neuroinformatics 12:89
 *   (2018)
 */
export const poissonInterval = defineFactory<Encoder, PoissonIntervalOptions>(
  "encoder 'poisson-interval'",
  { maxRate: { type: 'number', describe: 'rate of a value of 1', unit: 'Hz', default: 128, min: 0 } },
  ({ maxRate }) => ({
    encode(values, out, { steps, dt, random }) {
      checkUnitInterval('poisson-interval', values);
      for (let neuron = 0; neuron < values.length; neuron++) {
        const rate = values[neuron]! * maxRate;
        if (rate === 0) continue;
        const meanInterval = 1000 / (rate * dt);
        // An interval of 1 from before the start is the first step.
        for (let step = -1; ; ) {
          step += Math.max(1, poissonDraw(meanInterval, random));
          if (step >= steps) break;
          out.add(step, neuron);
        }
      }
    },
  }),
  {
    summary:
      'Draws the intervals between spikes from a Poisson distribution: more regular than a Poisson process, here to reproduce BindsNET and the original n3ml.',
    source:
      'H. Hazan et al., "BindsNET: a machine learning-oriented spiking neural networks library in Python", Frontiers in Neuroinformatics 12 (2018), article 89',
  },
);
