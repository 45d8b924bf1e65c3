import { defineFactory } from '@n3ml/core';
import type { Ann } from './ann.ts';
import { buildVgg } from './build-vgg.ts';
import { type CifarOptions, cifarSpecs, denseDropoutSpec } from './cifar-options.ts';
import { cifarRecipe } from './cifar-recipe.ts';

/** Options of {@link vgg16}. */
export interface Vgg16Options extends CifarOptions {
  /** Share of the activations that is left out while training, after hidden dense layers. @default 0.5 */
  readonly denseDropout?: number;
}

const blocks = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG16 for CIFAR-10, as it is converted with Spike-Norm: convolutions 64 64 P 128 128 P 256 256 256 P 512 512 512 P 512 512 512 with average pools, dense 4096 4096 and the
 * output; no biases, no batch normalization.
 *
 * A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95,
 * doi:10.3389/fnins.2019.00095. Layers, dropout and initial weights are those of the original n3ml.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const vgg16 = defineFactory<Ann, Vgg16Options>(
  "ann 'vgg16'",
  { ...cifarSpecs, denseDropout: denseDropoutSpec },
  (options) => ({
    name: 'vgg16',
    options: { ...options },
    build: (seed, shape, classes) => buildVgg({ name: 'vgg16', blocks, dense: [4096, 4096], ...options }, seed, shape, classes),
    recipe: cifarRecipe,
  }),
  {
    summary: 'Thirteen convolutions with average pools and three dense layers, without biases, for CIFAR-10.',
    source:
      'A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95, doi:10.3389/fnins.2019.00095',
  },
);
