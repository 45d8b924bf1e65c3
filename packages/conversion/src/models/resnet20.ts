import { defineFactory } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { Ann } from './ann.ts';
import { type CifarOptions, cifarSpecs } from './cifar-options.ts';
import { cifarRecipe } from './cifar-recipe.ts';
import { after, convolve, dropOut } from './convolution.ts';
import { imageShape } from './image-shape.ts';
import { byOutputs, drawKernels } from './initial-kernels.ts';
import { scaledWidth } from './scaled-width.ts';

/** Options of {@link resnet20}. */
export type Resnet20Options = CifarOptions;

/** Where a block stands, and how many channels it has. */
interface Block {
  readonly name: string;
  readonly filters: number;
  /** Whether it halves height and width. */
  readonly halves: boolean;
}

/** Two convolutions beside a shortcut: the identity, or a convolution of 1x1 where the shape changes. They meet before the last ReLU. */
function residualBlock(
  x: tf.SymbolicTensor,
  { name, filters, halves }: Block,
  { dropout, batchNorm }: Required<Resnet20Options>,
): tf.SymbolicTensor {
  const strides = halves ? 2 : 1;
  const first = convolve(x, { name: `${name}_conv1`, filters, strides, rectified: true, batchNorm });
  const second = convolve(dropOut(first, `${name}_dropout`, dropout), { name: `${name}_conv2`, filters, rectified: false, batchNorm });
  const shortcut = halves ? convolve(x, { name: `${name}_shortcut`, filters, kernelSize: 1, strides, rectified: false, batchNorm }) : x;
  return after(after([second, shortcut], tf.layers.add({ name: `${name}_add` })), tf.layers.reLU({ name: `${name}_relu` }));
}

/**
 * ResNet-20 for CIFAR-10 as it is converted with Spike-Norm: a stem of three convolutions of 3x3, three stages of three residual blocks with 16, 32 and 64 channels,
 * the average over each map, and the output; dropout in place of batch normalization, no biases. At the start of the second and the third stage the stride is 2 and the
 * shortcut a convolution of 1x1.
 *
 * A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95,
 * doi:10.3389/fnins.2019.00095; K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, section 4.2.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const resnet20 = defineFactory<Ann, Resnet20Options>(
  "ann 'resnet20'",
  cifarSpecs,
  (options) => ({
    name: 'resnet20',
    options: { ...options },
    build(seed, shape, classes) {
      const { dropout, batchNorm, width } = options;
      const input = tf.input({ name: 'input', shape: imageShape('resnet20', shape, 4) });
      let x: tf.SymbolicTensor = input;
      for (const k of [1, 2, 3]) {
        x = convolve(x, { name: `stem${k}`, filters: scaledWidth(16, width), rectified: true, batchNorm });
        x = dropOut(x, `stem${k}_dropout`, dropout);
      }
      for (const [stage, channels] of [16, 32, 64].entries()) {
        for (const k of [1, 2, 3]) {
          const block = { name: `block${stage + 1}_${k}`, filters: scaledWidth(channels, width), halves: stage > 0 && k === 1 };
          x = residualBlock(x, block, options);
        }
      }
      x = after(x, tf.layers.globalAveragePooling2d({ name: 'pool' }));
      const output = after(x, tf.layers.dense({ name: 'output', units: classes, useBias: false, kernelInitializer: 'zeros' }));
      return drawKernels(tf.model({ name: 'resnet20', inputs: input, outputs: output }), seed, byOutputs);
    },
    recipe: cifarRecipe,
  }),
  {
    summary:
      'A stem of three convolutions, nine residual blocks and the average over each map, with dropout in place of batch normalization, for CIFAR-10.',
    source:
      'A. Sengupta, Y. Ye, R. Wang, C. Liu, K. Roy, "Going deeper in spiking neural networks: VGG and residual architectures", Frontiers in Neuroscience 13 (2019), article 95, doi:10.3389/fnins.2019.00095; K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, section 4.2',
  },
);
