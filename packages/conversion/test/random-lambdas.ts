import type { RandomStream } from '@n3ml/core';
import type { AnalogNetwork } from '../src/analog-network.ts';
import type { Lambdas } from '../src/balancer.ts';

/** A lambda for each layer but max pooling, or one for each of its channels; `least` says how large it has to be. */
export const randomLambdas = ({ layers }: AnalogNetwork, random: RandomStream, least: (layer: string) => number = () => 0.5): Lambdas =>
  Object.fromEntries(
    layers
      .filter(({ kind }) => kind !== 'max-pool')
      .map(({ name, shape }) => [
        name,
        Float32Array.from({ length: random.uniform() < 0.5 ? 1 : shape.at(-1)! }, () => least(name) * (1.01 + 2 * random.uniform())),
      ]),
  );
