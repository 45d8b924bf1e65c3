import { checkOptions, type OptionSpecs } from '@n3ml/core';
import { chain, cifar10Statistics, normalizeChannels, randomCrop, randomFlip } from '@n3ml/datasets';
import type { FitOptions } from '@n3ml/tensor';
import type { Ann, Recipe } from './ann.ts';

/** What can be changed in the training of an {@link Ann} without writing code; the optimizer is its recipe's. */
export const annTrainingSpecs = {
  seed: { type: 'integer', describe: 'seed of the initial weights, the order of the samples and dropout', default: 0, min: 0 },
  classes: { type: 'integer', describe: 'outputs', default: 10, min: 2 },
  batchSize: { type: 'integer', describe: 'samples per step of the optimizer', min: 1 },
  learningRate: { type: 'number', describe: 'learning rate', min: 0 },
  schedule: { type: 'string', describe: 'how the learning rate changes', default: 'recipe', choices: ['recipe', 'constant', 'cosine'] },
  augment: {
    type: 'string',
    describe: 'how images are changed at random while they are learned from: moved by 2 pixels, mirrored, or moved by 4 and mirrored',
    choices: ['none', 'shift', 'mirror', 'shift-mirror'],
  },
  normalize: { type: 'string', describe: 'scales each channel by mean and deviation of a dataset', choices: ['none', 'cifar10'] },
} as const satisfies OptionSpecs;

/** The values of {@link annTrainingSpecs}. */
export interface AnnTraining {
  readonly seed: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: 'recipe' | 'constant' | 'cosine';
  readonly augment: Recipe['augmented'];
  readonly normalize: 'none' | 'cifar10';
}

/**
 * What was asked for, the rest as the recipe has it.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function annTraining({ name, recipe }: Ann, given: Readonly<Record<string, unknown>>): AnnTraining {
  const { batchSize, learningRate, augmented, normalized } = recipe;
  const usual = { batchSize, learningRate, augment: augmented, normalize: normalized };
  // What the specs have checked, and the recipe has filled in, is of these types.
  return { ...usual, ...checkOptions(annTrainingSpecs, given, `the training of '${name}'`) } as unknown as AnnTraining;
}

/** The same for `fit`. */
export function fitOptionsOf({ recipe }: Ann, training: AnnTraining): FitOptions {
  const { seed, batchSize, learningRate, schedule, augment, normalize } = training;
  return {
    seed,
    batchSize,
    learningRate,
    optimizer: recipe.optimizer,
    schedule: schedule === 'recipe' ? recipe.schedule : { name: schedule },
    ...(augment === 'shift' && { augment: randomCrop({ padding: 2 }) }),
    ...(augment === 'mirror' && { augment: randomFlip() }),
    ...(augment === 'shift-mirror' && { augment: chain(randomCrop(), randomFlip()) }),
    ...(normalize === 'cifar10' && { normalize: normalizeChannels(cifar10Statistics) }),
  };
}
