import { type Checkpoint, type Executor, type LabelledSet, N3mlError, type RunContext, type Simulation, type Tensors } from '@n3ml/core';
import { checkModel, sampleShape } from '@n3ml/core/run';
import { checkData } from './check-data.ts';
import { diehlCook2015Network } from './network.ts';
import { type DiehlCook2015Settings, settingsOf } from './settings.ts';

/** The model's name in the registry and in checkpoints. */
export const MODEL = 'diehl-cook-2015';

/** Tensors beside those of the simulation. */
const OWN_TENSORS = /^(running\/|assignments$|rates$|confusion$)/;

/** A network that stands where a checkpoint left it. */
export interface Restored {
  readonly settings: DiehlCook2015Settings;
  readonly shape: readonly number[];
  readonly executor: Executor;
  readonly simulation: Simulation;
}

/** A network at its beginning. */
export function create(
  settings: DiehlCook2015Settings,
  shape: readonly number[],
  { registry, executor: name = 'wasm' }: RunContext,
): Restored {
  const executor = registry.resolve('executor', name);
  return { settings, shape, executor, simulation: executor.compile(diehlCook2015Network(settings, shape, registry)) };
}

/** The tensors of a checkpoint that the simulation takes back. */
function simulationTensors(tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).filter(([name]) => !OWN_TENSORS.test(name)));
}

function checkNumbers(tensors: Tensors): void {
  for (const [name, { data }] of Object.entries(tensors)) {
    const index = data.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      throw new N3mlError(
        'N3ML_BAD_CHECKPOINT',
        `Tensor '${name}' of the checkpoint is ${data[index]} at index ${index}; every number has to be finite. Go back to an earlier checkpoint.`,
        { details: { tensor: name, index } },
      );
    }
  }
}

/**
 * The network of a checkpoint, made from the checkpoint alone, after a look at whether it can take the data.
 *
 * @throws N3mlError N3ML_CHECKPOINT_MODEL, N3ML_BAD_CHECKPOINT, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export function restore(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Restored {
  checkModel(checkpoint, MODEL);
  const settings = settingsOf(checkpoint.options);
  const shape = sampleShape(checkpoint);
  checkData(data, settings.classes, shape);
  checkNumbers(checkpoint.tensors);
  const restored = create(settings, shape, context);
  restored.simulation.load(simulationTensors(checkpoint.tensors));
  return restored;
}
