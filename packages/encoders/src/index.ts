import { definePlugin } from '@n3ml/core';
import { bernoulli } from './bernoulli.ts';
import { latency } from './latency.ts';
import { poisson } from './poisson.ts';
import { poissonInterval } from './poisson-interval.ts';
import { population } from './population.ts';
import { signedBernoulli } from './signed-bernoulli.ts';

export { type BernoulliOptions, bernoulli } from './bernoulli.ts';
export { type LatencyOptions, latency } from './latency.ts';
export { type PoissonOptions, poisson } from './poisson.ts';
export { type PoissonIntervalOptions, poissonInterval } from './poisson-interval.ts';
export { type PopulationOptions, population } from './population.ts';
export { type ReceptiveFields, type ReceptiveFieldsOptions, receptiveFields } from './receptive-fields.ts';
export { signedBernoulli } from './signed-bernoulli.ts';

declare module '@n3ml/core' {
  interface Encoders {
    bernoulli: typeof bernoulli;
    latency: typeof latency;
    poisson: typeof poisson;
    'poisson-interval': typeof poissonInterval;
    population: typeof population;
    'signed-bernoulli': typeof signedBernoulli;
  }
}

/** The encoders as a plugin. */
export default definePlugin({
  name: '@n3ml/encoders',
  version: '0.0.0',
  api: 1,
  provides: {
    encoder: {
      bernoulli,
      latency,
      poisson,
      'poisson-interval': poissonInterval,
      population,
      'signed-bernoulli': signedBernoulli,
    },
  },
});
