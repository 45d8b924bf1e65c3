import { defineFactory, type Encoder, N3mlError } from '@n3ml/core';
import { checkUnitInterval } from './check-values.ts';
import { addMemorylessSpikes, hazardOf } from './memoryless-spikes.ts';

/** How probable a spike is, per step or as a rate: one of the two, not both. */
export type BernoulliOptions =
  | {
      /** Probability of a spike in a step for a value of 1. @default 1 */
      readonly maxProbability?: number;
      readonly maxRate?: never;
    }
  | {
      /** Rate of a value of 1, in Hz: the probability is then `maxRate dt / 1000`, which can't exceed 1. */
      readonly maxRate: number;
      readonly maxProbability?: never;
    };

function probabilityOfRate(maxRate: number, dt: number): number {
  const probability = (maxRate * dt) / 1000;
  if (probability <= 1) return probability;
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Encoder 'bernoulli' can't reach maxRate ${maxRate} Hz with steps of ${dt} ms: one spike a step is ${1000 / dt} Hz. Lower maxRate or shorten dt.`,
    { details: { maxRate, dt } },
  );
}

/**
 * A coin tossed per value and step: value x spikes with probability `x maxProbability`, or `x maxRate dt / 1000`. With the default, the
 * fraction of steps with a spike is the value itself, which is what converted networks expect as their input.
 *
 * Drawn spike by spike from geometric gaps; a value of 0 costs a comparison. Values in [0, 1], one neuron a value.
 * @throws N3mlError N3ML_BAD_OPTION where both options are given, or maxRate is above one spike a step; N3ML_BAD_VALUE where a value is
 *   not in [0, 1]
 * @see Diehl et al., Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing (IJCNN 2015)
 */
export const bernoulli = defineFactory<Encoder, BernoulliOptions, 'maxProbability' | 'maxRate'>(
  "encoder 'bernoulli'",
  {
    maxProbability: {
      type: 'number',
      describe: 'probability of a spike in a step for a value of 1 (1 where neither option is given)',
      min: 0,
      max: 1,
    },
    maxRate: { type: 'number', describe: 'rate of a value of 1, instead of maxProbability', unit: 'Hz', min: 0 },
  },
  ({ maxProbability, maxRate }) => {
    if (maxProbability !== undefined && maxRate !== undefined) {
      throw new N3mlError(
        'N3ML_BAD_OPTION',
        `Encoder 'bernoulli' got both maxProbability (${maxProbability}) and maxRate (${maxRate}), which say the same thing twice. Give one of them.`,
        { details: { maxProbability, maxRate } },
      );
    }
    return {
      encode(values, out, context) {
        const scale = maxRate === undefined ? (maxProbability ?? 1) : probabilityOfRate(maxRate, context.dt);
        checkUnitInterval('bernoulli', values);
        for (let neuron = 0; neuron < values.length; neuron++) {
          const probability = values[neuron]! * scale;
          if (probability > 0) addMemorylessSpikes(neuron, hazardOf(probability), 1, out, context);
        }
      },
    };
  },
  {
    summary: 'Tosses a coin per value and step: the fraction of steps with a spike is proportional to the value.',
    source:
      'P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN 2015, doi:10.1109/IJCNN.2015.7280696',
  },
);
