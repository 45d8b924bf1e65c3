import type { Recipe } from './ann.ts';

/**
 * How Sengupta et al. train on CIFAR-10: stochastic gradient descent from a learning rate of 0.01, divided by 10 at epochs 180, 240 and 270 of 300, on images that are
 * moved, mirrored and normalized. Batches of 64 as in the original n3ml.
 */
export const cifarRecipe: Recipe = Object.freeze({
  epochs: 300,
  batchSize: 64,
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: 0.01,
  schedule: { name: 'steps', at: [180, 240, 270] },
  augmented: 'shift-mirror',
  normalized: 'cifar10',
} as const);
