import { defineFactory, type Encoder } from '@n3ml/core';
import { checkFinite } from './check-values.ts';
import { receptiveFields } from './receptive-fields.ts';
import { windowSteps } from './window-steps.ts';

/** Options of {@link population}. */
export interface PopulationOptions {
  /** Number of receptive fields a value (m): at least 3. @default 12 */
  readonly fields?: number;
  /** The smallest value of the data. @default 0 */
  readonly min?: number;
  /** The largest value of the data. @default 1 */
  readonly max?: number;
  /** How narrow the fields are (beta): their width is `(max - min) / (beta (m - 2))`. @default 1.5 */
  readonly beta?: number;
  /** Time in which all spikes fall, in ms. @default the whole sample */
  readonly window?: number;
  /** Spikes later than this part of the window are left out. @default 0.9 */
  readonly cutoff?: number;
}

/**
 * Gaussian receptive fields: each value drives m neurons whose fields tile its range, and each neuron spikes once, the earlier the nearer
 * the value lies to the centre of its field.
 *
 * The fields are those of {@link receptiveFields}; a response r spikes at `(1 - r) (window - dt)` ms, rounded to a step, or not at all where
 * `1 - r > cutoff`. Draws nothing at random.
 *
 * Values may lie outside [min, max], as held-out data does: fewer and fewer fields answer, in the end none. m neurons a value, those of one
 * value side by side.
 * @throws N3mlError N3ML_BAD_VALUE where a value is NaN or infinite; N3ML_BAD_OPTION where max is not above min, or the window doesn't fit
 *   the sample
 * @see Bohte, Kok & La Poutré, Error-backpropagation in temporally encoded networks of spiking neurons, Neurocomputing 48 (2002)
 */
export const population = defineFactory<Encoder, PopulationOptions, 'window'>(
  "encoder 'population'",
  {
    fields: { type: 'integer', describe: 'receptive fields a value (m)', default: 12, min: 3 },
    min: { type: 'number', describe: 'the smallest value of the data', default: 0 },
    max: { type: 'number', describe: 'the largest value of the data', default: 1 },
    beta: { type: 'number', describe: 'how narrow the fields are', default: 1.5, min: 1e-3 },
    window: { type: 'number', describe: 'time in which all spikes fall (the whole sample where it is left out)', unit: 'ms', min: 0 },
    cutoff: { type: 'number', describe: 'spikes later than this part of the window are left out', default: 0.9, min: 0, max: 1 },
  },
  ({ fields, min, max, beta, window, cutoff }) => {
    const tiles = receptiveFields({ fields, min, max, beta });
    return {
      outputSize: (valueCount) => valueCount * fields,
      encode(values, out, context) {
        const last = windowSteps('population', window, context) - 1;
        checkFinite('population', values);
        for (let v = 0; v < values.length; v++) {
          for (let k = 0; k < fields; k++) {
            const lateness = 1 - tiles.response(values[v]!, k);
            if (lateness <= cutoff) out.add(Math.round(lateness * last), v * fields + k);
          }
        }
      },
    };
  },
  {
    summary:
      'Gaussian receptive fields that tile the range of a value; each fires once, the earlier the nearer the value is to its centre.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0',
  },
);
