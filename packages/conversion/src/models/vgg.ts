import { defineFactory, N3mlError } from '@n3ml/core';
import type { Ann } from './ann.ts';
import { buildVgg } from './build-vgg.ts';
import { cifarSpecs, denseDropoutSpec } from './cifar-options.ts';
import type { Vgg16Options } from './vgg16.ts';

/** Options of {@link vgg}. */
export interface VggOptions extends Vgg16Options {
  /** Channels of each convolution, with P for an average pool between two blocks. @default '12 P 24 24 P 48 48' */
  readonly plan?: string;
  /** Units of each hidden dense layer. @default '', none */
  readonly dense?: string;
}

function counts(option: string, text: string): readonly number[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const wrong = words.find((word) => !/^[1-9]\d*$/.test(word));
  if (wrong === undefined) return words.map(Number);
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Option '${option}' of ann 'vgg' has '${wrong}'; give whole numbers above 0 with spaces between them.`,
    {
      details: { option, value: text },
    },
  );
}

function blocksOf(plan: string): readonly (readonly number[])[] {
  const blocks = plan.split('P').map((block) => counts('plan', block));
  if (blocks.every(({ length }) => length > 0)) return blocks;
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Option 'plan' of ann 'vgg' is '${plan}'; give the channels of one convolution or more before, between and after the pools, such as '12 P 24 24 P 48 48'.`,
    { details: { option: 'plan', value: plan } },
  );
}

/**
 * A network of the kind of VGG, of any size: {@link vgg16} is `vgg({ plan: '64 64 P 128 128 P 256 256 256 P 512 512 512 P 512 512 512', dense: '4096 4096' })`. The default is
 * small enough to be trained on one core in minutes: 71.2 % of the test images of CIFAR-10.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const vgg = defineFactory<Ann, VggOptions>(
  "ann 'vgg'",
  {
    plan: { type: 'string', describe: 'channels of each convolution, P for an average pool', default: '12 P 24 24 P 48 48' },
    dense: { type: 'string', describe: 'units of each hidden dense layer', default: '' },
    ...cifarSpecs,
    dropout: { ...cifarSpecs.dropout, default: 0 },
    denseDropout: { ...denseDropoutSpec, default: 0 },
  },
  (options) => {
    const network = { ...options, name: 'vgg', blocks: blocksOf(options.plan), dense: counts('dense', options.dense) };
    return {
      name: 'vgg',
      options: { ...options },
      build: (seed, shape, classes) => buildVgg(network, seed, shape, classes),
      recipe: {
        epochs: 5,
        batchSize: 64,
        optimizer: { name: 'adam' },
        learningRate: 2e-3,
        schedule: { name: 'cosine' },
        augmented: 'mirror',
        normalized: 'cifar10',
      },
    };
  },
  {
    summary: 'Convolutions of 3x3 with average pools and dense layers, of any depth and width; the default trains on one core in minutes.',
  },
);
