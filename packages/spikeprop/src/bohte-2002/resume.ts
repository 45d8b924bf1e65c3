import { type Checkpoint, type Json, N3mlError } from '@n3ml/core';
import type { Bohte2002Settings } from './settings.ts';

/** How far a training run is. */
export interface Position {
  /** The epoch that is running; the number of epochs once all are done. */
  readonly epoch: number;
  /** Samples of it that are done: whole batches. */
  readonly sample: number;
}

const isCount = (value: Json | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Where a checkpoint stands, after a look at whether this training can go on from it: same settings, same number of samples.
 *
 * @param samples of the data that training was given
 * @throws N3mlError N3ML_RESUME_MISMATCH, N3ML_BAD_CHECKPOINT
 */
export function resumePosition({ options, progress }: Checkpoint, settings: Bohte2002Settings, samples: number): Position {
  for (const [name, value] of Object.entries(settings)) {
    if (options[name] === value) continue;
    throw new N3mlError(
      'N3ML_RESUME_MISMATCH',
      `The checkpoint was made with ${name} ${options[name]}, but the model has ${name} ${value}. Make the model with the checkpoint's options, or start anew.`,
      { details: { option: name, expected: options[name], actual: value } },
    );
  }
  if (progress.samples !== samples) {
    throw new N3mlError(
      'N3ML_RESUME_MISMATCH',
      `The checkpoint was made with ${progress.samples} samples, but the data have ${samples}. Go on with the same data.`,
      { details: { expected: progress.samples, actual: samples } },
    );
  }
  const { epoch, sample } = progress;
  if (isCount(epoch) && isCount(sample) && sample < samples) return { epoch, sample };
  throw new N3mlError(
    'N3ML_BAD_CHECKPOINT',
    `The checkpoint doesn't say where training stands: epoch ${epoch}, sample ${sample} of ${samples}.`,
    { details: { epoch, sample } },
  );
}
