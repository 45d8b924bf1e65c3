import * as tf from '../tf.ts';

/** Mean softmax cross-entropy over a batch, and what the layers' regularizers add. */
function lossOf(model: tf.LayersModel, logits: tf.Tensor, labels: Uint8Array): tf.Scalar {
  const classes = logits.shape[1]!;
  const right = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes);
  const loss = tf.neg(tf.mean(tf.sum(tf.mul(right, tf.logSoftmax(logits)), 1)));
  return tf.addN([loss, ...model.calculateLosses()]) as tf.Scalar;
}

/** What a batch says of the network. The caller disposes of the tensors. */
export interface BatchGradients {
  /** By the names of the trained variables. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** [batch x classes] */
  readonly logits: tf.Tensor;
}

/** One pass forward, as in training, and one backward. */
export function batchGradients(
  model: tf.LayersModel,
  trained: ReadonlyMap<string, tf.Variable>,
  x: tf.Tensor,
  labels: Uint8Array,
): BatchGradients {
  const outputs: tf.Tensor[] = [];
  const forward = (): tf.Scalar => {
    const logits = tf.keep(model.apply(x, { training: true }) as tf.Tensor);
    outputs.push(logits);
    return lossOf(model, logits, labels);
  };
  const { value, grads } = tf.variableGrads(forward, [...trained.values()]);
  tf.dispose(value);
  return { logits: outputs[0]!, gradients: new Map([...trained].map(([name, variable]) => [name, grads[variable.name]!])) };
}
