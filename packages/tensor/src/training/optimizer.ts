import type * as tf from '../tf.ts';
import { type AdamSettings, adam } from './adam.ts';
import { type SgdSettings, sgd } from './sgd.ts';

/** Which optimizer, as plain data: a recipe or a checkpoint can hold it. */
export type OptimizerSettings = ({ readonly name: 'adam' } & AdamSettings) | ({ readonly name: 'sgd' } & SgdSettings);

/** The trained variables by name, in the order of the model. */
export type TrainedVariables = ReadonlyMap<string, tf.Variable>;

/**
 * Changes variables by their gradients. All that it remembers lies in `slots` and in the number of the step, so that a run can be resumed bit for bit
 * (the optimizers of TensorFlow.js round their running powers otherwise when they are restored).
 */
export interface Optimizer {
  /**
   * One step.
   * @param gradients by the names of the variables
   * @param step steps before this one
   */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number, step: number): void;
  /** What it remembers, by name. */
  readonly slots: ReadonlyMap<string, tf.Variable>;
  dispose(): void;
}

/** The optimizer that the settings name, at its beginning. */
export const createOptimizer = (settings: OptimizerSettings, variables: TrainedVariables): Optimizer =>
  settings.name === 'adam' ? adam(settings, variables) : sgd(settings, variables);
