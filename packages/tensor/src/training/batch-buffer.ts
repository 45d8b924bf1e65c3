import type { LabelledSet, RandomStream } from '@n3ml/core';
import * as tf from '../tf.ts';
import { asUnit, type Prepare } from './prepare.ts';

/** Puts samples together to batches, in buffers that all batches share. */
export class BatchBuffer {
  readonly #set: LabelledSet;
  readonly #shape: readonly number[];
  readonly #size: number;
  readonly #prepare: Prepare;
  readonly #values: Float32Array; // [room x size]
  readonly #labels: Uint8Array; // [room]

  /**
   * @param shape of one sample, as the model takes it
   * @param room samples in the largest batch
   */
  constructor(set: LabelledSet, shape: readonly number[], room: number, prepare: Prepare = asUnit) {
    this.#set = set;
    this.#shape = shape;
    this.#size = tf.util.sizeFromShape([...shape]);
    this.#prepare = prepare;
    this.#values = new Float32Array(room * this.#size);
    this.#labels = new Uint8Array(room);
  }

  /**
   * The samples that `order` names, as a tensor that the caller disposes of and that is valid until the next batch.
   *
   * @param random the stream of a sample that is drawn for training
   */
  take(order: Uint32Array, random?: (sample: number) => RandomStream): { readonly x: tf.Tensor; readonly labels: Uint8Array } {
    const size = this.#size;
    order.forEach((sample, k) => {
      this.#prepare(this.#set, sample, this.#values.subarray(k * size, (k + 1) * size), random?.(sample));
      this.#labels[k] = this.#set.labels[sample]!;
    });
    const x = tf.tensor(this.#values.subarray(0, order.length * size), [order.length, ...this.#shape]);
    return { x, labels: this.#labels.subarray(0, order.length) };
  }
}
