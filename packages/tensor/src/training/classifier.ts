import { N3mlError } from '@n3ml/core';
import type * as tf from '../tf.ts';

/** What a model takes and gives, where it is a classifier. */
export interface ClassifierShape {
  /** One sample: [height, width, channels] or [features]. */
  readonly input: readonly number[];
  readonly classes: number;
}

/**
 * The shapes of a classifier.
 *
 * @throws N3mlError N3ML_NOT_A_CLASSIFIER unless the model has one input of a fixed shape and gives one number per class, before any softmax
 */
export function classifierShape(model: tf.LayersModel): ClassifierShape {
  const refuse = (why: string): N3mlError =>
    new N3mlError('N3ML_NOT_A_CLASSIFIER', `Model '${model.name}' can't be trained as a classifier: ${why}.`, {
      details: { model: model.name },
    });
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw refuse(`it has ${model.inputs.length} inputs and ${model.outputs.length} outputs; it needs one of each`);
  }
  const input = model.inputs[0]!.shape.slice(1);
  if (!input.every((length) => length !== null))
    throw refuse(`its input shape [${input.join(', ')}] is open; give every length but the batch`);
  const output = model.outputs[0]!.shape;
  const classes = output[1];
  if (output.length !== 2 || typeof classes !== 'number')
    throw refuse(`its output has shape [${output.join(', ')}]; it needs [batch, classes]`);
  const last = model.layers.at(-1);
  const activation: unknown = last?.getConfig().activation;
  if (activation === 'softmax' || last?.getClassName() === 'Softmax') {
    throw refuse(`its last layer '${last?.name}' is a softmax, which the loss contains already; end it with a linear layer`);
  }
  return { input, classes };
}
