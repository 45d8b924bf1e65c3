import { defineFactory, type Encoder } from '@n3ml/core';
import { checkFinite } from './check-values.ts';
import { addMemorylessSpikes, hazardOf } from './memoryless-spikes.ts';

/**
 * A coin tossed per value and step: value x gives a spike of sign(x) with probability |x|, for data that was centred on 0. Values beyond
 * -1 and 1 spike in every step: the excess is lost, so scale data whose tails matter.
 *
 * Drawn spike by spike from geometric gaps; a value of 0 costs a comparison. Finite values, one neuron a value.
 * @throws N3mlError N3ML_BAD_VALUE where a value is NaN or infinite
 * @see Sengupta et al., Going deeper in spiking neural networks: VGG and residual architectures, Frontiers in Neuroscience 13:95 (2019)
 */
export const signedBernoulli = defineFactory<Encoder, object>(
  "encoder 'signed-bernoulli'",
  {},
  () => ({
    encode(values, out, context) {
      checkFinite('signed-bernoulli', values);
      for (let neuron = 0; neuron < values.length; neuron++) {
        const value = values[neuron]!;
        if (value !== 0) addMemorylessSpikes(neuron, hazardOf(Math.min(Math.abs(value), 1)), value > 0 ? 1 : -1, out, context);
      }
    },
  }),
  {
    summary: 'Tosses a coin per value and step: x gives a spike of its sign with probability |x|.',
    source:
      'A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95, doi:10.3389/fnins.2019.00095',
  },
);
