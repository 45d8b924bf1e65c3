import type { Checkpoint, Json } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';

/** How far a training run is. */
export interface Position {
  /** The epoch that is running; the number of epochs once all are done. */
  readonly epoch: number;
  /** Samples of it that are done. */
  readonly sample: number;
}

/** What a training that goes on from a checkpoint was asked for. */
export interface ResumedTraining {
  /** The model's options with all values. */
  readonly settings: object;
  /** In the data that training was given. */
  readonly samples: number;
  readonly epochs: number;
}

const isCount = (value: Json | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Where a checkpoint stands (its `progress.epoch` and `progress.sample`), after a look at whether this training can go on from it: same settings, same number of samples
 * (`progress.samples`), at least as many epochs.
 *
 * @throws N3mlError N3ML_RESUME_MISMATCH, N3ML_BAD_CHECKPOINT, N3ML_BAD_EPOCHS
 */
export function resumePosition({ options, progress }: Checkpoint, { settings, samples, epochs }: ResumedTraining): Position {
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
  if (!isCount(epoch) || !isCount(sample) || sample >= samples) {
    throw new N3mlError(
      'N3ML_BAD_CHECKPOINT',
      `The checkpoint doesn't say where training stands: epoch ${epoch}, sample ${sample} of ${samples}.`,
      { details: { epoch, sample } },
    );
  }
  if (epoch < epochs || (epoch === epochs && sample === 0)) return { epoch, sample };
  throw new N3mlError(
    'N3ML_BAD_EPOCHS',
    `The checkpoint has ${epoch} epochs and ${sample} samples behind it, more than the ${epochs} epochs asked for. Ask for more epochs.`,
    { details: { epochs, epoch, sample } },
  );
}
