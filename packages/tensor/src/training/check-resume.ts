import { type Checkpoint, type Json, N3mlError } from '@n3ml/core';
import { checkModel } from '@n3ml/core/run';
import type { TrainingSettings } from './fit-options.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON, whatever the order of the keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (!isRecord(a) || !isRecord(b)) return JSON.stringify(a) === JSON.stringify(b);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key], b[key]));
}

const mismatch = (what: string, expected: unknown, actual: unknown, remedy: string): N3mlError =>
  new N3mlError(
    'N3ML_RESUME_MISMATCH',
    `The checkpoint was made with ${what} ${JSON.stringify(expected)}, but this run has ${JSON.stringify(actual)}. ${remedy}`,
    { details: { option: what, expected, actual } },
  );

/**
 * Refuses to go on from a checkpoint where the result would not be that of one uninterrupted run. More epochs than before may be asked for.
 *
 * @throws N3mlError N3ML_BAD_CHECKPOINT, N3ML_CHECKPOINT_MODEL, N3ML_RESUME_MISMATCH, N3ML_BAD_EPOCHS
 */
export function checkResume(checkpoint: Checkpoint, name: string, settings: Required<TrainingSettings>, samples: number): void {
  checkModel(checkpoint, name);
  const { progress } = checkpoint;
  const { settings: before, epoch } = progress;
  if (!isRecord(before)) throw new N3mlError('N3ML_BAD_CHECKPOINT', "The checkpoint doesn't say how it was trained: it is not one of fit.");
  for (const option of ['seed', 'batchSize', 'optimizer', 'learningRate', 'schedule'] as const) {
    if (!isSame(before[option], settings[option])) {
      throw mismatch(option, before[option], settings[option], 'Use the same, or start anew.');
    }
  }
  if (progress.samples !== samples) throw mismatch('samples', progress.samples, samples, 'Go on with the same data.');
  if (typeof epoch === 'number' && epoch > settings.epochs) {
    throw new N3mlError(
      'N3ML_BAD_EPOCHS',
      `The checkpoint has ${epoch} epochs behind it, more than the ${settings.epochs} asked for. Ask for more epochs.`,
      { details: { epochs: settings.epochs, epoch } },
    );
  }
}
