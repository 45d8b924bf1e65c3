import { N3mlError, type Tensor, type Tensors } from '@n3ml/core';
import * as tf from '../tf.ts';
import type { WeightLayout } from './check-layout.ts';
import { transpose } from './transpose.ts';

/** Inputs and what the original network makes of them. */
export interface Probe {
  /** In the order of the layout: [samples, channels, height, width] for PyTorch. */
  readonly input: Tensor;
  /** [samples, classes], before any softmax. */
  readonly output: Tensor;
  /** Largest difference, in parts of the largest output (of 1 where that is smaller). @default 1e-3 */
  readonly tolerance?: number;
}

const PROBE_INPUT = 'probe.input';
const PROBE_OUTPUT = 'probe.output';

/** Takes the tensors named `probe.input` and `probe.output` out of the weights. */
export function splitProbe(tensors: Tensors): { readonly weights: Tensors; readonly probe: Probe | undefined } {
  const { [PROBE_INPUT]: input, [PROBE_OUTPUT]: output, ...weights } = tensors;
  if (input && output) return { weights, probe: { input, output } };
  if (!input && !output) return { weights, probe: undefined };
  const [there, missing] = input ? [PROBE_INPUT, PROBE_OUTPUT] : [PROBE_OUTPUT, PROBE_INPUT];
  throw new N3mlError('N3ML_WEIGHTS_MISMATCH', `There is a tensor '${there}' but no '${missing}': a probe needs both.`, {
    details: { missing },
  });
}

/**
 * How far the model's answer is from the original one, in parts of the largest output.
 *
 * @throws N3mlError N3ML_WEIGHTS_MISMATCH where the probe's shapes don't fit the model
 */
export function probeDifference(model: tf.LayersModel, { input, output }: Probe, layout: WeightLayout): number {
  const shape = model.inputs[0]!.shape.slice(1) as number[];
  const [samples = 0] = input.shape;
  const isImage = layout === 'pytorch' && input.shape.length === 4;
  const seen = isImage ? [0, 2, 3, 1].map((axis) => input.shape[axis]!) : input.shape;
  if (seen.slice(1).join() !== shape.join()) {
    throw new N3mlError(
      'N3ML_WEIGHTS_MISMATCH',
      `The probe's input has shape [${input.shape.join(', ')}], but the model takes samples of [${shape.join(', ')}] (channels last).`,
      { details: { expected: shape, actual: input.shape } },
    );
  }
  const values = isImage ? transpose(input.data, input.shape, [0, 2, 3, 1]) : Float32Array.from(input.data);
  const answer = tf.tidy(() => (model.apply(tf.tensor(values, [samples, ...shape]), { training: false }) as tf.Tensor).dataSync());
  if (answer.length !== output.data.length) {
    throw new N3mlError(
      'N3ML_WEIGHTS_MISMATCH',
      `The probe's output has shape [${output.shape.join(', ')}], but the model gives ${answer.length} numbers.`,
      { details: { actual: output.shape } },
    );
  }
  let [largest, difference] = [1, 0];
  for (let k = 0; k < answer.length; k++) {
    largest = Math.max(largest, Math.abs(output.data[k]!));
    difference = Math.max(difference, Math.abs(answer[k]! - output.data[k]!));
    if (Number.isNaN(answer[k])) return Number.POSITIVE_INFINITY;
  }
  return difference / largest;
}
