import { activation, channel, n3ml, spikeNorm } from '@n3ml/conversion';
import { testBalancer } from '../src/conversion/index.ts';

testBalancer('activation', () => activation());
testBalancer('activation, percentile 90', () => activation({ percentile: 90 }));
testBalancer('channel', () => channel());
testBalancer('n3ml', () => n3ml());
testBalancer('spike-norm', () => spikeNorm({ steps: 12 }));
