import type { LabelledSet, RandomStream } from '@n3ml/core';
import * as tf from '../tf.ts';
import type { ImageTransform } from './image-transform.ts';

/** Puts samples together to batches, in buffers that all batches share. */
export class BatchBuffer {
  readonly #set: LabelledSet;
  readonly #shape: readonly number[];
  readonly #size: number;
  readonly #transforms: readonly ImageTransform[];
  readonly #values: Float32Array; // [room x size]
  readonly #labels: Uint8Array; // [room]
  /** A sample between two transforms: [2 x size]. */
  readonly #between: readonly [Float32Array, Float32Array];

  /**
   * @param shape of one sample, as the model takes it
   * @param room samples in the largest batch
   * @param transforms what is done to each sample, one after the other; those that are undefined are left out
   */
  constructor(set: LabelledSet, shape: readonly number[], room: number, ...transforms: readonly (ImageTransform | undefined)[]) {
    this.#set = set;
    this.#shape = shape;
    this.#size = tf.util.sizeFromShape([...shape]);
    this.#transforms = transforms.filter((transform) => transform !== undefined);
    this.#values = new Float32Array(room * this.#size);
    this.#labels = new Uint8Array(room);
    this.#between = [new Float32Array(this.#size), new Float32Array(this.#size)];
  }

  /**
   * The samples that `order` names, as a tensor that the caller disposes of and that is valid until the next batch.
   *
   * @param random the stream of a sample
   */
  take(order: Uint32Array, random: (sample: number) => RandomStream): { readonly x: tf.Tensor; readonly labels: Uint8Array } {
    const size = this.#size;
    order.forEach((sample, k) => {
      this.#write(sample, this.#values.subarray(k * size, (k + 1) * size), random);
      this.#labels[k] = this.#set.labels[sample]!;
    });
    const x = tf.tensor(this.#values.subarray(0, order.length * size), [order.length, ...this.#shape]);
    return { x, labels: this.#labels.subarray(0, order.length) };
  }

  #write(sample: number, out: Float32Array, random: (sample: number) => RandomStream): void {
    const last = this.#transforms.length - 1;
    let image = last < 0 ? out : this.#between[0];
    this.#unit(sample, image);
    if (last < 0) return;
    const stream = random(sample);
    this.#transforms.forEach((transform, k) => {
      const copy = k === last ? out : this.#between[(k + 1) % 2]!;
      transform(image, this.#shape, copy, stream);
      image = copy;
    });
  }

  /** Bytes 0..255 as 0..1, other values as they are. */
  #unit(sample: number, out: Float32Array): void {
    const { values } = this.#set;
    const from = sample * this.#size;
    const divisor = values instanceof Uint8Array ? 255 : 1;
    for (let k = 0; k < out.length; k++) out[k] = values[from + k]! / divisor;
  }
}
