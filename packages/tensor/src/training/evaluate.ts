import { type EventBus, type LabelledSet, N3mlError, randomStream } from '@n3ml/core';
import * as tf from '../tf.ts';
import { BatchBuffer } from './batch-buffer.ts';
import { checkData } from './check-data.ts';
import { classifierShape } from './classifier.ts';
import type { ImageTransform } from './image-transform.ts';
import { scoreLogits } from './score-logits.ts';

/** How a network is evaluated. */
export interface EvaluateOptions {
  /** @default 250 */
  readonly batchSize?: number;
  /** What is done to each sample, after bytes 0..255 have become 0..1, such as `normalizeChannels(cifar10Statistics)`. @default nothing */
  readonly normalize?: ImageTransform;
  /** Stops at the next batch; the figures are those of the samples so far. */
  readonly signal?: AbortSignal;
  /** Where `progress` events go. */
  readonly bus?: EventBus;
  /** What the work is called in them. @default 'evaluate' */
  readonly task?: string;
}

/** How well a network does on a set. */
export interface Evaluation {
  /** A fraction; NaN where it was stopped before the first batch. */
  readonly accuracy: number;
  /** Mean softmax cross-entropy, in nats. */
  readonly loss: number;
  /** Samples that were evaluated. */
  readonly samples: number;
  /** False where the signal stopped it. */
  readonly finished: boolean;
}

/**
 * Accuracy and loss of a classifier over a set, batch by batch.
 *
 * @param model ends in a linear layer: one logit per class
 * @throws N3mlError N3ML_NOT_A_CLASSIFIER, N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL, N3ML_BAD_RANGE (the batch size)
 * @example const { accuracy } = await evaluate(model, mnist.test);
 */
export async function evaluate(model: tf.LayersModel, data: LabelledSet, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { batchSize = 250, normalize, signal, bus, task = 'evaluate' } = options;
  const shape = classifierShape(model);
  checkData(data, shape);
  checkBatchSize(batchSize);
  const progress = bus?.channel('progress');
  const buffer = new BatchBuffer(data, shape.input, Math.min(batchSize, data.count), normalize);
  const order = Uint32Array.from({ length: data.count }, (_, k) => k);
  let [samples, loss, right] = [0, 0, 0];
  while (samples < data.count && !signal?.aborted) {
    const { x, labels } = buffer.take(order.subarray(samples, samples + batchSize), (sample) => randomStream('evaluate', sample));
    const logits = tf.tidy(() => model.apply(x, { training: false }) as tf.Tensor);
    const score = scoreLogits(await logits.data(), labels, shape.classes);
    tf.dispose([x, logits]);
    loss += score.loss;
    right += score.right;
    samples += labels.length;
    progress?.emit({ task, done: samples, total: data.count, unit: 'samples' });
    if (bus?.unsettled) await bus.settle();
  }
  return { accuracy: right / samples, loss: loss / samples, samples, finished: samples === data.count };
}

/** @throws N3mlError N3ML_BAD_RANGE unless it is a whole number above 0 */
export function checkBatchSize(batchSize: number): void {
  if (Number.isSafeInteger(batchSize) && batchSize > 0) return;
  throw new N3mlError('N3ML_BAD_RANGE', `A batch needs a whole number of samples above 0, not ${batchSize}.`, { details: { batchSize } });
}
