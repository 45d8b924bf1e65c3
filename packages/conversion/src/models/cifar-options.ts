/** Options that the networks for CIFAR-10 share. */
export interface CifarOptions {
  /** Share of the activations that is left out while training, after convolutions. @default 0.2 */
  readonly dropout?: number;
  /** Normalizes the sums of each convolution before the ReLU. @default false */
  readonly batchNorm?: boolean;
  /** Multiplies the channels and units of every hidden layer. @default 1 */
  readonly width?: number;
}

/** Specs of {@link CifarOptions}. */
export const cifarSpecs = {
  dropout: { type: 'number', describe: 'share of activations left out while training, after convolutions', default: 0.2, min: 0, max: 0.9 },
  batchNorm: { type: 'boolean', describe: 'batch normalization after each convolution', default: false },
  width: { type: 'number', describe: 'multiplies the channels and units of every hidden layer', default: 1, min: 0.01, max: 8 },
} as const;

/** Spec of the dropout of hidden dense layers. */
export const denseDropoutSpec = {
  type: 'number',
  describe: 'share of activations left out while training, after hidden dense layers',
  default: 0.5,
  min: 0,
  max: 0.9,
} as const;
