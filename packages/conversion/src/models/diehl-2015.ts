import { defineFactory } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { Ann } from './ann.ts';
import { imageShape } from './image-shape.ts';
import { drawKernels, uniform } from './initial-kernels.ts';

/** Options of {@link diehl2015}. */
export interface Diehl2015Options {
  /** Share of the activations that is left out while training, after each convolution. @default 0.5 */
  readonly dropout?: number;
}

/** sqrt of the number of inputs of a neuron, to which the spread of its initial weights is inverse. */
const rootFanIn = (kernel: readonly number[]): number => Math.sqrt(kernel.slice(0, -1).reduce((product, length) => product * length, 1));

/**
 * The convolutional network that Diehl et al. convert: 28x28 - 12c5 - 2s - 64c5 - 2s - 10o. Convolutions of 5x5 without padding, each followed by a ReLU and an average
 * pool of 2x2, then a linear layer; no biases.
 *
 * P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN
 * 2015, doi:10.1109/IJCNN.2015.7280696, section III. The recipe and the uniform initial weights, +-1 / sqrt(inputs), are those of the original n3ml.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const diehl2015 = defineFactory<Ann, Diehl2015Options>(
  "ann 'diehl-2015'",
  { dropout: { type: 'number', describe: 'share of activations left out while training', default: 0.5, min: 0, max: 0.9 } },
  ({ dropout }) => ({
    name: 'diehl-2015',
    options: { dropout },
    build(seed, shape, classes) {
      const inputShape = imageShape('diehl-2015', shape, 16);
      const convolution = (name: string, filters: number) =>
        tf.layers.conv2d({ name, filters, kernelSize: 5, useBias: false, activation: 'relu', kernelInitializer: 'zeros' });
      const model = tf.sequential({
        name: 'diehl-2015',
        layers: [
          tf.layers.inputLayer({ name: 'input', inputShape }),
          convolution('conv1', 12),
          tf.layers.dropout({ name: 'dropout1', rate: dropout }),
          tf.layers.averagePooling2d({ name: 'pool1', poolSize: 2 }),
          convolution('conv2', 64),
          tf.layers.dropout({ name: 'dropout2', rate: dropout }),
          tf.layers.averagePooling2d({ name: 'pool2', poolSize: 2 }),
          tf.layers.flatten({ name: 'flatten' }),
          tf.layers.dense({ name: 'output', units: classes, useBias: false, kernelInitializer: 'zeros' }),
        ],
      });
      return drawKernels(model, seed, (kernel) => uniform(1 / rootFanIn(kernel)));
    },
    recipe: {
      epochs: 2,
      batchSize: 50,
      optimizer: { name: 'adam' },
      learningRate: 1e-3,
      schedule: { name: 'constant' },
      augmented: 'none',
      normalized: 'none',
    },
  }),
);
