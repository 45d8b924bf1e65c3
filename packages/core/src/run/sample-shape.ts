import type { Checkpoint } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';

/**
 * The shape of the samples for which the network of a checkpoint was made: its `progress.shape`.
 *
 * @throws N3mlError N3ML_BAD_CHECKPOINT where it is no list of whole numbers above 0
 */
export function sampleShape({ progress: { shape } }: Checkpoint): readonly number[] {
  if (Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && (length as number) > 0)) return shape as number[];
  throw new N3mlError(
    'N3ML_BAD_CHECKPOINT',
    `The checkpoint doesn't say for which shape of samples the network was made: progress.shape is ${JSON.stringify(shape)}.`,
    { details: { shape } },
  );
}
