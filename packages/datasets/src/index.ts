import { definePlugin } from '@n3ml/core';
import { mnist } from './mnist.ts';
import { syntheticDigits } from './synthetic-digits.ts';

export { type Batch, type BatchOptions, batches } from './batches.ts';
export { gunzip } from './gunzip.ts';
export { type IdxArray, readIdx } from './idx.ts';
export { labelledIdx, type NamedBytes } from './labelled-idx.ts';
export { type LabelledSetInput, labelledSet } from './labelled-set.ts';
export { mnist } from './mnist.ts';
export type { MnistOptions } from './mnist-options.ts';
export { normalize } from './normalize.ts';
export type { ProgressListener } from './progress.ts';
export { scale } from './scale.ts';
export { shuffledOrder } from './shuffled-order.ts';
export { slice } from './slice.ts';
export { type SyntheticDigitsOptions, syntheticDigits } from './synthetic-digits.ts';
export { toUnit } from './to-unit.ts';

declare module '@n3ml/core' {
  interface Datasets {
    mnist: typeof mnist;
    'synthetic-digits': typeof syntheticDigits;
  }
}

/** The datasets as a plugin. */
export default definePlugin({
  name: '@n3ml/datasets',
  version: '0.0.0',
  api: 1,
  provides: { dataset: { mnist, 'synthetic-digits': syntheticDigits } },
});
