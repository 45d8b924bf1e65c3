import { type LabelledSet, N3mlError } from '@n3ml/core';
import { checkLabels, checkSamples } from '@n3ml/core/run';

/**
 * Refuses data that the network can't take.
 *
 * @param outputs of the network: as many classes as it has, or two where it has one
 * @param shape of the samples for which the network was made
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function checkData(data: LabelledSet, outputs: number, shape: readonly number[] = data.shape): void {
  checkSamples(data, shape);
  checkLabels(data, Math.max(2, outputs), {
    owner: outputs === 1 ? 'an output layer of 1 neuron tells' : `an output layer of ${outputs} neurons has`,
    remedy: "Set the option 'outputs' to the number of classes.",
  });
}

/** @throws N3mlError N3ML_CLASS_MISMATCH where an output would never learn when to fire early */
export function checkClasses({ labels }: LabelledSet, outputs: number): void {
  const present = new Set(labels);
  const classes = Array.from({ length: Math.max(2, outputs) }, (_, label) => label);
  const missing = classes.filter((label) => !present.has(label));
  if (missing.length === 0) return;
  throw new N3mlError(
    'N3ML_CLASS_MISMATCH',
    `An output layer of ${outputs} ${outputs === 1 ? 'neuron' : 'neurons'} needs samples of the classes 0 to ${classes.length - 1}, but the training data have none of class ${missing.join(', ')}. Set the option 'outputs' to the number of classes.`,
    { details: { outputs, missing } },
  );
}
