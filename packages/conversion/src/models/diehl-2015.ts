import { defineFactory } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import type { Ann, Recipe } from './ann.ts';
import { imageShape } from './image-shape.ts';
import { drawKernels, normal } from './initial-kernels.ts';

/** Options of {@link diehl2015}. */
export interface Diehl2015Options {
  /**
   * How it is trained: `'tuned'` (4 epochs of moved digits; 99.2 % of the test images of MNIST), or `'n3ml'` as the manual of the original has it (2 epochs; 98.6 %).
   * @default 'tuned'
   */
  readonly preset?: 'tuned' | 'n3ml';
  /** Share of the activations that is left out while training, after each convolution. @default 0.2 of tuned, 0.5 of n3ml */
  readonly dropout?: number;
}

const presets: Readonly<Record<'tuned' | 'n3ml', { readonly dropout: number; readonly recipe: Recipe }>> = {
  tuned: {
    dropout: 0.2,
    recipe: {
      epochs: 4,
      batchSize: 64,
      optimizer: { name: 'adam' },
      learningRate: 2e-3,
      schedule: { name: 'cosine' },
      augmented: 'shift',
      normalized: 'none',
    },
  },
  n3ml: {
    dropout: 0.5,
    recipe: {
      epochs: 2,
      batchSize: 50,
      optimizer: { name: 'adam' },
      learningRate: 1e-3,
      schedule: { name: 'constant' },
      augmented: 'none',
      normalized: 'none',
    },
  },
};

/** Inputs of a neuron. */
const fanIn = (kernel: readonly number[]): number => kernel.slice(0, -1).reduce((product, length) => product * length, 1);

/**
 * The convolutional network that Diehl et al. convert: 28x28 - 12c5 - 2s - 64c5 - 2s - 10o. Convolutions of 5x5 without padding, each followed by a ReLU and an average
 * pool of 2x2, then a linear layer; no biases. Kernels are drawn from N(0, sqrt(2 / inputs)) (K. He et al. 2015, arXiv:1502.01852).
 *
 * P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN
 * 2015, doi:10.1109/IJCNN.2015.7280696, section III.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const diehl2015 = defineFactory<Ann, Diehl2015Options, 'dropout'>(
  "ann 'diehl-2015'",
  {
    preset: { type: 'string', describe: 'how it is trained', default: 'tuned', choices: Object.keys(presets) },
    dropout: { type: 'number', describe: "share of activations left out while training; the preset's", min: 0, max: 0.9 },
  },
  ({ preset, dropout = presets[preset].dropout }) => ({
    name: 'diehl-2015',
    options: { preset, dropout },
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
      return drawKernels(model, seed, (kernel) => normal(Math.sqrt(2 / fanIn(kernel))));
    },
    recipe: presets[preset].recipe,
  }),
  {
    summary: 'Two convolutions of 5x5 with average pools and a linear layer, without biases: 12c5-2s-64c5-2s-10o for MNIST.',
    source:
      'P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN 2015, doi:10.1109/IJCNN.2015.7280696',
  },
);
