import { definePlugin } from '@n3ml/core';
import { cifar10 } from './cifar10.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { iris } from './iris.ts';
import { mnist } from './mnist.ts';
import { syntheticDigits } from './synthetic-digits.ts';
import { wisconsin } from './wisconsin.ts';
import { xor } from './xor.ts';

export { shuffledOrder } from '@n3ml/core/run';
export { type Batch, type BatchOptions, batches } from './batches.ts';
export { chain } from './chain.ts';
export { cifar10 } from './cifar10.ts';
export type { DatasetFilesOptions } from './dataset-files-options.ts';
export type { DividedOptions } from './divided.ts';
export { type EpochBatch, type EpochBatches, type EpochBatchesOptions, epochBatches } from './epoch-batches.ts';
export { fashionMnist } from './fashion-mnist.ts';
export { gunzip } from './gunzip.ts';
export { type IdxArray, readIdx } from './idx.ts';
export type { ImageTransform } from './image-transform.ts';
export { iris } from './iris.ts';
export { cifar10Classes, labelledCifar10 } from './labelled-cifar10.ts';
export { labelledIdx, type NamedBytes } from './labelled-idx.ts';
export { type LabelledSetInput, labelledSet } from './labelled-set.ts';
export { mnist } from './mnist.ts';
export { normalize } from './normalize.ts';
export { type ChannelStatistics, cifar10Statistics, normalizeChannels } from './normalize-channels.ts';
export type { ProgressListener } from './progress.ts';
export { type RandomCropOptions, randomCrop } from './random-crop.ts';
export { type RandomFlipOptions, randomFlip } from './random-flip.ts';
export { scale } from './scale.ts';
export { select } from './select.ts';
export { slice } from './slice.ts';
export { stratifiedSplit } from './stratified-split.ts';
export { type SyntheticDigitsOptions, syntheticDigits } from './synthetic-digits.ts';
export { readTar, type TarEntry } from './tar.ts';
export { toUnit } from './to-unit.ts';
export { type WisconsinOptions, wisconsin } from './wisconsin.ts';
export { type WisconsinRows, wisconsinRows } from './wisconsin-rows.ts';
export { xor } from './xor.ts';

declare module '@n3ml/core' {
  interface Datasets {
    cifar10: typeof cifar10;
    'fashion-mnist': typeof fashionMnist;
    iris: typeof iris;
    mnist: typeof mnist;
    'synthetic-digits': typeof syntheticDigits;
    wisconsin: typeof wisconsin;
    xor: typeof xor;
  }
}

/** The datasets as a plugin. */
export default definePlugin({
  name: '@n3ml/datasets',
  version: '0.0.0',
  api: 1,
  provides: { dataset: { cifar10, 'fashion-mnist': fashionMnist, iris, mnist, 'synthetic-digits': syntheticDigits, wisconsin, xor } },
});
