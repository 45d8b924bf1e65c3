import type { Checkpoint, Json, LabelledSet, Registry } from '@n3ml/core';
import { checkModel, sampleShape } from '@n3ml/core/run';
import type { TimeEncoder } from '../encoder/time-encoder.ts';
import { BestWeights } from './best-weights.ts';
import { checkData } from './check-data.ts';
import { type EncodedSet, encodeSet } from './encoded-set.ts';
import { Learner, tensorOf } from './learner.ts';
import { createEncoder, createMachine, type Machine } from './machine.ts';
import { type Bohte2002Settings, checkedOptions, settingsFor } from './settings.ts';
import { type Targets, targetsOf } from './targets.ts';

/** The model's name in the registry and in checkpoints. */
export const MODEL = 'bohte-2002';

/** Tensor of a checkpoint with what the encoder knows of the training data. */
const ENCODER_TENSOR = 'encoder';

/** A network with all that belongs to it. */
export interface Restored {
  readonly settings: Bohte2002Settings;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  readonly machine: Machine;
  readonly learner: Learner;
  readonly best: BestWeights;
  readonly targets: Targets;
  /** What the encoder knows of the training data. */
  readonly fitted: Float64Array;
  encode(data: LabelledSet): EncodedSet;
}

const featuresOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Puts a network together; `fit` gives what the encoder knows of the training data. */
function assemble(
  registry: Registry,
  settings: Bohte2002Settings,
  shape: readonly number[],
  fit: (encoder: TimeEncoder) => Float64Array,
): Restored {
  const encoder = createEncoder(registry, settings);
  const size = encoder.size(featuresOf(shape));
  const machine = createMachine(registry, settings, size);
  const fitted = fit(encoder);
  const code = encoder.code(fitted);
  return {
    settings,
    shape,
    machine,
    learner: new Learner(machine),
    best: new BestWeights(),
    targets: targetsOf(settings),
    fitted,
    encode: (data) => encodeSet(data, code, size, settings.references),
  };
}

/**
 * A network at its beginning.
 *
 * @param training the samples that the encoder may look at
 * @throws N3mlError what the encoder says of the data, N3ML_UNKNOWN_NAME and N3ML_BAD_OPTION of the parts
 */
export const create = (registry: Registry, settings: Bohte2002Settings, training: LabelledSet): Restored =>
  assemble(registry, settings, training.shape, (encoder) => encoder.fit(training));

/**
 * The network of a checkpoint, made from the checkpoint alone, after a look at whether it can take the data.
 *
 * @throws N3mlError N3ML_CHECKPOINT_MODEL, N3ML_BAD_CHECKPOINT, N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function restore(checkpoint: Checkpoint, data: LabelledSet, registry: Registry): Restored {
  checkModel(checkpoint, MODEL);
  const { options, progress, tensors } = checkpoint;
  const settings = settingsFor(checkedOptions(options), data);
  const shape = sampleShape(checkpoint);
  checkData(data, settings.outputs, shape);
  const restored = assemble(registry, settings, shape, (encoder) =>
    tensorOf(tensors, ENCODER_TENSOR, encoder.fittedSize(featuresOf(shape))),
  );
  restored.learner.load(tensors);
  restored.best.load(progress, tensors, restored.machine.network.weights.length);
  return restored;
}

/** Everything that a checkpoint keeps. */
export function checkpointOf({ settings, shape, learner, best, fitted }: Restored, progress: Readonly<Record<string, Json>>): Checkpoint {
  return {
    model: MODEL,
    options: { ...settings },
    progress: { ...progress, ...best.progress, shape },
    tensors: { ...learner.save(), ...best.tensors, [ENCODER_TENSOR]: { shape: [fitted.length], data: fitted.slice() } },
  };
}
