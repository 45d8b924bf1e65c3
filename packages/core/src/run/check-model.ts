import type { Checkpoint } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';

/** @throws N3mlError N3ML_CHECKPOINT_MODEL where the checkpoint is not of the model of this name */
export function checkModel({ model }: Checkpoint, name: string): void {
  if (model === name) return;
  throw new N3mlError(
    'N3ML_CHECKPOINT_MODEL',
    `The checkpoint is of model '${model}', not of '${name}'. Make the model that it names, or choose another checkpoint.`,
    { details: { expected: name, actual: model } },
  );
}
