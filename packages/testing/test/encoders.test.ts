import { bernoulli, latency, poisson, poissonInterval, population, signedBernoulli } from '@n3ml/encoders';
import { testEncoder } from '../src/index.ts';

testEncoder('poisson', () => poisson(), { silentAt: 0 });
testEncoder('poisson with a minimum rate', () => poisson({ minRate: 10 }), { dt: 0.5 });
testEncoder('poisson-interval', () => poissonInterval(), { silentAt: 0 });
testEncoder('bernoulli', () => bernoulli(), { silentAt: 0 });
testEncoder('bernoulli with a rate', () => bernoulli({ maxRate: 200 }), { silentAt: 0, dt: 0.5 });
testEncoder('signed-bernoulli', () => signedBernoulli(), { silentAt: 0, values: [-1, 1, 0.5, -0.25, 0, -2] });
testEncoder('latency', () => latency(), { silentAt: 0 });
testEncoder('latency with a window', () => latency({ window: 20 }), { silentAt: 0 });
testEncoder('population', () => population({ min: -1, max: 2 }), { values: [-1, 2, 0, 0.5, 3], silentAt: 100 });
