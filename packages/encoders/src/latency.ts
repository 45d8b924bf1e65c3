import { defineFactory, type Encoder } from '@n3ml/core';
import { checkUnitInterval } from './check-values.ts';
import { windowSteps } from './window-steps.ts';

/** Options of {@link latency}. */
export interface LatencyOptions {
  /** Time in which all spikes fall, in ms. @default the whole sample */
  readonly window?: number;
  /** Values below it stay silent. @default 1/512: of 8-bit pixels, only black is silent */
  readonly threshold?: number;
}

/**
 * One spike a value, the earlier the larger the value: at `t = (1 - x) (window - dt)` ms, rounded to a step. So 1 spikes in the first step
 * of the window, and the smallest values in its last. Draws nothing at random.
 *
 * Values in [0, 1], one neuron a value.
 * @throws N3mlError N3ML_BAD_VALUE where a value is not in [0, 1]; N3ML_BAD_OPTION where the window doesn't fit the sample
 * @see Thorpe, Delorme & Van Rullen, Spike-based strategies for rapid processing, Neural Networks 14 (2001)
 */
export const latency = defineFactory<Encoder, LatencyOptions, 'window'>(
  "encoder 'latency'",
  {
    window: { type: 'number', describe: 'time in which all spikes fall (the whole sample where it is left out)', unit: 'ms', min: 0 },
    threshold: { type: 'number', describe: 'values below it stay silent', default: 1 / 512, min: 0, max: 1 },
  },
  ({ window, threshold }) => ({
    encode(values, out, context) {
      const last = windowSteps('latency', window, context) - 1;
      checkUnitInterval('latency', values);
      for (let neuron = 0; neuron < values.length; neuron++) {
        const value = values[neuron]!;
        if (value >= threshold) out.add(Math.round((1 - value) * last), neuron);
      }
    },
  }),
  {
    summary: 'One spike a value, the earlier the larger the value.',
    source: 'S. Thorpe, A. Delorme, R. Van Rullen, "Spike-based strategies for rapid processing", Neural Networks 14 (2001)',
  },
);
