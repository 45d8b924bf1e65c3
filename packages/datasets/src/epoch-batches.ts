import type { LabelledSet } from '@n3ml/core';
import { N3mlError, randomStream } from '@n3ml/core';
import { shuffledOrder } from '@n3ml/core/run';
import { checkBatchSize } from './batches.ts';
import type { ImageTransform } from './image-transform.ts';
import { sampleSize } from './sample-size.ts';
import { toUnit } from './to-unit.ts';

/** Samples for one step of training. All arrays are borrowed: valid until the next batch is asked for. */
export interface EpochBatch {
  readonly count: number;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** [count x product of shape]; bytes have become 0..1 before the transform. */
  readonly values: Float32Array;
  /** [count] */
  readonly labels: Uint8Array;
  /** Where the samples stand in the set: [count]. */
  readonly indices: Uint32Array;
}

export interface EpochBatchesOptions {
  /** Samples in a batch; the last one of an epoch has what is left. */
  readonly size: number;
  /** Of the order and of the transform. @default 1 */
  readonly seed?: number;
  /** Whether each epoch has an order of its own ({@link shuffledOrder}), or the set's. @default true */
  readonly shuffle?: boolean;
  /** Leaves a last batch out that isn't full. @default false */
  readonly dropLast?: boolean;
  /** What is done to each sample. @default nothing */
  readonly transform?: ImageTransform;
}

/** The batches of every epoch, in whichever order they are asked for. */
export interface EpochBatches {
  /** Batches in an epoch. */
  readonly count: number;
  /**
   * Batch `index` of an epoch: the same whenever it is asked for, so that training which was broken off goes on as if it had not been.
   *
   * @throws N3mlError N3ML_BAD_RANGE where there is no such batch or epoch
   */
  batch(epoch: number, index: number): EpochBatch;
}

/**
 * The batches of a set for a training of several epochs. The order depends on (seed, epoch), and what the transform does to a sample on
 * (seed, epoch, sample): not on the size of the batches, nor on what was asked for before. One buffer serves all batches.
 *
 * @throws N3mlError N3ML_BAD_RANGE where `size` is no whole number above 0, or `dropLast` leaves nothing
 */
export function epochBatches(set: LabelledSet, options: EpochBatchesOptions): EpochBatches {
  const { size, seed = 1, shuffle = true, dropLast = false, transform } = options;
  checkBatchSize(size);
  const count = dropLast ? Math.floor(set.count / size) : Math.ceil(set.count / size);
  if (count === 0) {
    const message = `No batch of ${size} samples is full in a set of ${set.count}: make it smaller, or leave dropLast out.`;
    throw new N3mlError('N3ML_BAD_RANGE', message, { details: { size, count: set.count } });
  }

  const room = Math.min(size, set.count);
  const length = sampleSize(set.shape);
  const values = new Float32Array(room * length);
  const slots = Array.from({ length: room }, (_, k) => values.subarray(k * length, (k + 1) * length));
  const labels = new Uint8Array(room);
  const plain = new Float32Array(length);
  const ownOrder = Uint32Array.from({ length: set.count }, (_, k) => k);
  const orderOf = shuffle ? latest((epoch) => shuffledOrder(set.count, seed, epoch)) : () => ownOrder;
  return {
    count,
    batch(epoch, index) {
      checkPlace(epoch, index, count);
      const indices = orderOf(epoch).subarray(index * size, Math.min((index + 1) * size, set.count));
      indices.forEach((sample, k) => {
        labels[k] = set.labels[sample]!;
        if (transform) transform(toUnit(set, sample, plain), set.shape, slots[k]!, randomStream(seed, 'augment', epoch, sample));
        else toUnit(set, sample, slots[k]!);
      });
      const found = indices.length;
      return { count: found, shape: set.shape, values: values.subarray(0, found * length), labels: labels.subarray(0, found), indices };
    },
  };
}

function checkPlace(epoch: number, index: number, count: number): void {
  if (!Number.isInteger(epoch) || epoch < 0) {
    throw new N3mlError('N3ML_BAD_RANGE', `There is no epoch ${epoch}: epochs are whole numbers from 0 on.`, { details: { epoch } });
  }
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    const message = `There is no batch ${index} in an epoch of ${count}: the first is 0, the last ${count - 1}.`;
    throw new N3mlError('N3ML_BAD_RANGE', message, { details: { index, count } });
  }
}

/** Computes by epoch, and keeps the last result for as long as the same epoch is asked for. */
function latest<T>(compute: (epoch: number) => T): (epoch: number) => T {
  let kept: { readonly epoch: number; readonly value: T } | undefined;
  return (epoch) => {
    if (kept?.epoch !== epoch) kept = { epoch, value: compute(epoch) };
    return kept.value;
  };
}
