import type { LabelledSet } from '@n3ml/core';
import { sizeOf } from './size-of.ts';

/** What was done to the samples when the network was trained, after bytes 0..255 had become 0..1. */
export interface Preprocessing {
  /** Mean of each channel, or [1] for all. */
  readonly mean: readonly number[];
  /** Standard deviation of each channel, or [1] for all. */
  readonly std: readonly number[];
}

/** Values of sample k as the network takes them: [product of shape]. Borrowed until the next call. */
export type Preprocess = (data: LabelledSet, k: number) => Float32Array;

/** Bytes as numbers 0..1, other values as they are; then `(x - mean) / std`, where these are given. */
export function preprocessor(preprocessing?: Preprocessing): Preprocess {
  let values = new Float32Array(0);
  return (data, k) => {
    const size = sizeOf(data.shape);
    if (values.length !== size) values = new Float32Array(size);
    const divisor = data.values instanceof Uint8Array ? 255 : 1;
    for (let i = 0; i < size; i++) values[i] = data.values[k * size + i]! / divisor;
    if (preprocessing) {
      const { mean, std } = preprocessing;
      // Over values that are rounded to float32 already, as in training.
      for (let i = 0; i < size; i++) values[i] = (values[i]! - mean[i % mean.length]!) / std[i % std.length]!;
    }
    return values;
  };
}
