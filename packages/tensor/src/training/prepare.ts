import { type LabelledSet, N3mlError, type RandomStream } from '@n3ml/core';

/**
 * Writes one sample into `out` as the network is to see it: scaled, normalized, in the order [height, width, channels].
 *
 * @param out [product of the model's input shape]
 * @param random where the sample is drawn for training: what augmentation draws from. Absent where a network is evaluated: then nothing is drawn
 */
export type Prepare = (set: LabelledSet, sample: number, out: Float32Array, random?: RandomStream) => void;

/** Bytes 0..255 as 0..1, other values as they are. */
export const asUnit: Prepare = ({ values }, sample, out) => {
  const from = sample * out.length;
  const divisor = values instanceof Uint8Array ? 255 : 1;
  for (let k = 0; k < out.length; k++) out[k] = values[from + k]! / divisor;
};

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const withoutOnes = (shape: readonly number[]): string => show(shape.filter((length) => length !== 1));

/**
 * Refuses data that a classifier can't take.
 *
 * @param input shape of one sample as the model wants it
 * @param classes outputs of the model
 * @param prepared whether a hook of the caller's writes the samples: only it knows what becomes of their shape
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(set: LabelledSet, input: readonly number[], classes: number, prepared: boolean): void {
  if (set.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample in the data.');
  if (!prepared && withoutOnes(set.shape) !== withoutOnes(input)) {
    throw new N3mlError(
      'N3ML_SHAPE_MISMATCH',
      `The model takes samples of shape ${show(input)}, but those of the data have shape ${show(set.shape)}. Give \`prepare\`, which writes a sample as the model wants it (channels last), or build the model for this shape.`,
      { details: { expected: input, actual: set.shape } },
    );
  }
  const stray = set.labels.findIndex((label) => label >= classes);
  if (stray >= 0) {
    throw new N3mlError(
      'N3ML_BAD_LABEL',
      `Sample ${stray} has label ${set.labels[stray]}, but the model has ${classes} outputs (classes 0 to ${classes - 1}).`,
      { details: { sample: stray, label: set.labels[stray], classes } },
    );
  }
}
