import { N3mlError, type Tensor, type Tensors } from '@n3ml/core';
import * as tf from '../tf.ts';

/** One weight of a model. */
export interface ModelWeight {
  /** Layer and weight, such as `conv1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly variable: tf.Variable;
}

/**
 * The weights of a model, those that are trained first.
 *
 * @throws N3mlError N3ML_DUPLICATE_WEIGHT where two have one name, which can be in models inside models
 */
export function modelWeights(model: tf.LayersModel): readonly ModelWeight[] {
  const trainable = new Set(model.trainableWeights);
  const names = model.weights.map(({ originalName }) => originalName);
  const twice = names.find((name, k) => names.indexOf(name) < k);
  if (twice !== undefined) {
    throw new N3mlError(
      'N3ML_DUPLICATE_WEIGHT',
      `Two weights of model '${model.name}' are named '${twice}'. Give their layers different names.`,
      {
        details: { model: model.name, weight: twice },
      },
    );
  }
  return model.weights.map((weight) => {
    const variable = weight.read();
    if (!(variable instanceof tf.Variable)) throw new TypeError(`Weight '${weight.originalName}' is no variable.`);
    return { name: weight.originalName, shape: variable.shape, trainable: trainable.has(weight), variable };
  });
}

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** The variables' values, as tensors of a checkpoint: copies, under `prefix`. */
export async function readVariables(prefix: string, variables: ReadonlyMap<string, tf.Variable>): Promise<Tensors> {
  const entries: [string, Tensor][] = [];
  for (const [name, variable] of variables) {
    entries.push([`${prefix}${name}`, { shape: variable.shape, data: Float32Array.from(await variable.data()) }]);
  }
  return Object.fromEntries(entries);
}

/**
 * Refuses tensors that can't be written into the variables.
 *
 * @throws N3mlError N3ML_CHECKPOINT_MISMATCH, N3ML_NOT_A_NUMBER
 */
export function checkTensors(prefix: string, tensors: Tensors, variables: ReadonlyMap<string, tf.Variable>): void {
  for (const [name, { shape }] of variables) {
    const tensor = tensors[`${prefix}${name}`];
    if (!tensor) {
      throw new N3mlError(
        'N3ML_CHECKPOINT_MISMATCH',
        `The checkpoint has no tensor '${prefix}${name}', which the model needs. Build the model that it was made with, with fixed names for its layers.`,
        { details: { tensor: `${prefix}${name}` } },
      );
    }
    if (show(tensor.shape) !== show(shape)) {
      throw new N3mlError(
        'N3ML_CHECKPOINT_MISMATCH',
        `Tensor '${prefix}${name}' of the checkpoint has shape ${show(tensor.shape)}, but the model needs ${show(shape)}. Build the model that the checkpoint was made with.`,
        { details: { tensor: `${prefix}${name}`, expected: shape, actual: tensor.shape } },
      );
    }
    const index = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      throw new N3mlError(
        'N3ML_NOT_A_NUMBER',
        `Tensor '${prefix}${name}' of the checkpoint is ${tensor.data[index]} at index ${index}; every number has to be finite. Go back to an earlier checkpoint.`,
        { details: { tensor: `${prefix}${name}`, index } },
      );
    }
  }
}

/** Writes tensors that {@link checkTensors} has let pass into the variables. */
export function writeVariables(prefix: string, tensors: Tensors, variables: ReadonlyMap<string, tf.Variable>): void {
  tf.tidy(() => {
    for (const [name, variable] of variables) {
      variable.assign(tf.tensor(Float32Array.from(tensors[`${prefix}${name}`]!.data), variable.shape));
    }
  });
}
