import { type Ann, type AnnModel, annModel, annTrainingSpecs } from '@n3ml/conversion';
import { type Model, N3mlError, type Registry } from '@n3ml/core';

/** A model that can be trained. */
export type TrainableModel = Model & Required<Pick<Model, 'train'>>;

/** @throws N3mlError N3ML_NOT_TRAINABLE where the model's network comes from elsewhere, and what `registry.resolve` throws */
export function resolveTrainable(registry: Registry, name: string, options: Readonly<Record<string, unknown>>): TrainableModel {
  const model = registry.resolve('model', name, options);
  if (isTrainable(model)) return model;
  throw new N3mlError('N3ML_NOT_TRAINABLE', `Model '${name}' is not trained: its network comes from elsewhere. Choose another one.`, {
    details: { model: name },
  });
}

/**
 * A network without spikes as a model, from options that are in part its own and in part those of its training.
 *
 * @throws N3mlError what `registry.resolve` and {@link annModel} throw
 */
export function resolveAnn(registry: Registry, name: string, options: Readonly<Record<string, unknown>>): AnnModel {
  const isOfTraining = ([option]: readonly [string, unknown]): boolean => Object.hasOwn(annTrainingSpecs, option);
  const given = Object.entries(options);
  const ann: Ann = registry.resolve('ann', name, Object.fromEntries(given.filter((entry) => !isOfTraining(entry))));
  return annModel(ann, Object.fromEntries(given.filter(isOfTraining)));
}

/** The model that a run folder holds: one that learned as spikes, or a network without them. */
export const resolveTrained = (registry: Registry, name: string, options: Readonly<Record<string, unknown>>): Model =>
  registry.has('ann', name) ? resolveAnn(registry, name, options) : registry.resolve('model', name, options);

const isTrainable = (model: Model): model is TrainableModel => model.train !== undefined;
