import { defineFactory, type LabelledSet, N3mlError } from '@n3ml/core';
import { receptiveFields } from '@n3ml/encoders';
import type { TimeEncoder } from './time-encoder.ts';

/** Options of {@link populationTimes}. */
export interface PopulationTimesOptions {
  /** Number of receptive fields a value (m): at least 3. @default 12 */
  readonly fields?: number;
  /** How narrow the fields are (beta). @default 1.5 */
  readonly beta?: number;
  /** Time in which all spikes fall, in ms. @default 10 */
  readonly span?: number;
  /** Spikes later than this part of the span are left out. @default 0.9 */
  readonly cutoff?: number;
  /** Times are rounded to multiples of this, in ms; 0 leaves them as they are. @default 0 */
  readonly round?: number;
}

/**
 * Gaussian receptive fields (`receptiveFields` of @n3ml/encoders) that tile the range which each feature has in the training samples: each value drives m
 * neurons, and a response r fires at `(1 - r) span` ms, or not at all where `1 - r > cutoff`.
 *
 * @throws N3mlError (from `fit`) N3ML_CONSTANT_FEATURE where a feature has the same value in every sample; N3ML_BAD_VALUE (from the code) for NaN
 *   or infinite values
 * @see Bohte, Kok & La Poutré, Error-backpropagation in temporally encoded networks of spiking neurons, Neurocomputing 48 (2002), section 4.2
 */
export const populationTimes = defineFactory<TimeEncoder, PopulationTimesOptions>(
  "time encoder 'population'",
  {
    fields: { type: 'integer', describe: 'receptive fields a value (m)', default: 12, min: 3 },
    beta: { type: 'number', describe: 'how narrow the fields are', default: 1.5, min: 1e-3 },
    span: { type: 'number', describe: 'time in which all spikes fall', unit: 'ms', default: 10, min: 0 },
    cutoff: { type: 'number', describe: 'spikes later than this part of the span are left out', default: 0.9, min: 0, max: 1 },
    round: { type: 'number', describe: 'times are rounded to multiples of this; 0: not at all', unit: 'ms', default: 0, min: 0 },
  },
  ({ fields, beta, span, cutoff, round }) => {
    return {
      size: (values) => values * fields,
      fit: rangeOf,
      fittedSize: (values) => 2 * values,
      code(fitted) {
        const features = fitted.length / 2;
        const tiles = Array.from({ length: features }, (_, f) =>
          receptiveFields({ fields, min: fitted[f]!, max: fitted[features + f]!, beta }),
        );
        return (values, out) => {
          for (let v = 0; v < values.length; v++) {
            if (!Number.isFinite(values[v]!)) {
              throw new N3mlError(
                'N3ML_BAD_VALUE',
                `Time encoder 'population' takes finite values, but value ${v} is ${values[v]}. Look where the data comes from.`,
                { details: { index: v, value: values[v] } },
              );
            }
            for (let k = 0; k < fields; k++) {
              const lateness = 1 - tiles[v]!.response(values[v]!, k);
              const time = lateness * span;
              out[v * fields + k] = lateness > cutoff ? Infinity : round > 0 ? Math.round(time / round) * round : time;
            }
          }
        };
      },
    };
  },
  {
    summary:
      'Gaussian receptive fields that tile the range of each feature in the training samples; each fires once, the earlier the nearer the value is to its centre.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0, section 4.2',
  },
);

/** The smallest value of each feature, then the largest of each. */
function rangeOf({ values, count }: LabelledSet): Float64Array {
  const features = values.length / count;
  const range = new Float64Array(2 * features);
  range.fill(Infinity, 0, features).fill(-Infinity, features);
  for (let k = 0; k < values.length; k++) {
    const f = k % features;
    range[f] = Math.min(range[f]!, values[k]!);
    range[features + f] = Math.max(range[features + f]!, values[k]!);
  }
  for (let f = 0; f < features; f++) {
    if (range[features + f]! > range[f]!) continue;
    throw new N3mlError(
      'N3ML_CONSTANT_FEATURE',
      `Feature ${f} is ${range[f]} in all ${count} training samples: its receptive fields would have no width. Leave it out, for it tells nothing.`,
      { details: { feature: f, value: range[f] } },
    );
  }
  return range;
}
