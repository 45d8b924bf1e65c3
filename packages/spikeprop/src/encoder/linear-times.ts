import { defineFactory, N3mlError } from '@n3ml/core';
import type { TimeEncoder } from './time-encoder.ts';

/** Options of {@link linearTimes}. */
export interface LinearTimesOptions {
  /** When a value of 1 fires, in ms. @default 6 */
  readonly span?: number;
}

/**
 * One neuron a value x in [0, 1], which fires at `x * span` ms: the code of the paper's XOR, where 0 fires at 0 ms and 1 at 6 ms.
 *
 * @throws N3mlError (from the code) N3ML_BAD_VALUE where a value is not in [0, 1]
 */
export const linearTimes = defineFactory<TimeEncoder, LinearTimesOptions>(
  "time encoder 'linear'",
  { span: { type: 'number', describe: 'when a value of 1 fires', unit: 'ms', default: 6, min: 0 } },
  ({ span }) => ({
    size: (values) => values,
    fit: () => new Float64Array(0),
    fittedSize: () => 0,
    code: () => (values, out) => {
      for (let v = 0; v < values.length; v++) {
        const value = values[v]!;
        // Written so that NaN fails.
        if (!(value >= 0 && value <= 1)) {
          throw new N3mlError(
            'N3ML_BAD_VALUE',
            `Time encoder 'linear' takes values in [0, 1], but value ${v} is ${value}. Scale the data first, or use the encoder 'population'.`,
            { details: { index: v, value } },
          );
        }
        out[v] = value * span;
      }
    },
  }),
  {
    summary: 'One spike a value in [0, 1], at a time proportional to it: the code of XOR in the paper of SpikeProp.',
    source:
      'S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking neurons", Neurocomputing 48 (2002), 17-37, doi:10.1016/S0925-2312(01)00658-0',
  },
);
