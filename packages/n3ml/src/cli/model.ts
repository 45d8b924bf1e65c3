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

const isTrainable = (model: Model): model is TrainableModel => model.train !== undefined;
