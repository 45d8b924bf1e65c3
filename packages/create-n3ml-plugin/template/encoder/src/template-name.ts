import { defineFactory, type Encoder, N3mlError } from '@n3ml/core';

/** Options of {@link templateName}. */
export interface TemplateNameOptions {
  /** Rate of a value of 1, in Hz. @default 100 */
  readonly maxRate?: number;
}

/**
 * Spikes at even distances: a value x in [0, 1] spikes with `x maxRate`, whenever the integral of the rate passes a whole number. Draws nothing at random.
 *
 * One neuron a value.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION; `encode` N3ML_BAD_VALUE where a value is not in [0, 1], N3ML_BAD_OPTION where maxRate is more
 *   than one spike a step
 */
export const templateName = defineFactory<Encoder, TemplateNameOptions>(
  "encoder 'template-scope/template-name'",
  { maxRate: { type: 'number', describe: 'rate of a value of 1', unit: 'Hz', default: 100, min: 0 } },
  ({ maxRate }) => ({
    encode(values, out, { steps, dt }) {
      const spikesPerStep = (maxRate * dt) / 1000;
      if (spikesPerStep > 1) {
        throw new N3mlError('N3ML_BAD_OPTION', `maxRate ${maxRate} Hz is more than one spike a step; give at most ${1000 / dt}.`);
      }
      const misfit = values.findIndex((value) => !(value >= 0 && value <= 1));
      if (misfit >= 0) {
        throw new N3mlError(
          'N3ML_BAD_VALUE',
          `Value ${misfit} is ${values[misfit]}; 'template-scope/template-name' takes values in [0, 1].`,
        );
      }
      for (let neuron = 0; neuron < values.length; neuron++) {
        const rate = values[neuron]! * spikesPerStep;
        for (let step = 0; step < steps; step++) {
          if (Math.floor((step + 1) * rate) > Math.floor(step * rate)) out.add(step, neuron);
        }
      }
    },
  }),
  { summary: 'Spikes at even distances, at a rate in proportion to the value.' },
);
