import type { About, Checkpoint, Json, LabelledSet, Model, RunContext } from '@n3ml/core';
import { CONVERTED } from '../checkpoint.ts';
import { infer } from './infer.ts';
import { runSpecs } from './run-options.ts';

const about: About = {
  summary: 'A trained network that was turned into one of spiking neurons; everything that it needs is in its checkpoint.',
};

const isScalar = (entry: [string, Json]): entry is [string, number | string | boolean] =>
  ['number', 'string', 'boolean'].includes(typeof entry[1]);

/**
 * A converted network as a model. `infer` is its only verb, for it was trained as another model, and all that it needs stands in the checkpoint.
 *
 * @param options of the checkpoint; of these, the numbers and words are to look at
 */
export const converted = Object.freeze(
  Object.assign(
    (options: Checkpoint['options'] = {}): Model =>
      Object.freeze({
        name: CONVERTED,
        options: Object.fromEntries(Object.entries(options).filter(isScalar)),
        inferOptions: runSpecs,
        infer: (checkpoint: Checkpoint, data: LabelledSet, context: RunContext) => infer(checkpoint, data, context),
      }),
    // Without specs: its options are those of whatever network was converted.
    { about },
  ),
);
