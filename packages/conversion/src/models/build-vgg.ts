import { tf } from '@n3ml/tensor';
import { after, convolve, dropOut } from './convolution.ts';
import { imageShape } from './image-shape.ts';
import { byOutputs, drawKernels } from './initial-kernels.ts';
import { scaledWidth } from './scaled-width.ts';

/** A network of the kind of VGG. */
export interface VggPlan {
  readonly name: string;
  /** Channels of each convolution, block by block; between two blocks there is an average pool. */
  readonly blocks: readonly (readonly number[])[];
  /** Units of each hidden dense layer. */
  readonly dense: readonly number[];
  readonly dropout: number;
  readonly denseDropout: number;
  readonly batchNorm: boolean;
  readonly width: number;
}

/**
 * Convolutions of 3x3 with ReLUs, average pools of 2x2 between the blocks, then dense layers; no biases. While it is trained, the share `dropout` of the activations is left
 * out after each convolution that no pool follows, and `denseDropout` after each hidden dense layer. Kernels are drawn from N(0, sqrt(2 / (9 outputs))), those of dense
 * layers from N(0, .01).
 */
export function buildVgg(plan: VggPlan, seed: number, shape: readonly number[], classes: number): tf.LayersModel {
  const { name, blocks, dense, dropout, denseDropout, batchNorm, width } = plan;
  const input = tf.input({ name: 'input', shape: imageShape(name, shape, 2 ** (blocks.length - 1)) });
  let x: tf.SymbolicTensor = input;
  blocks.forEach((channels, b) => {
    if (b > 0) x = after(x, tf.layers.averagePooling2d({ name: `pool${b}`, poolSize: 2 }));
    channels.forEach((filters, k) => {
      const place = `${b + 1}_${k + 1}`;
      x = convolve(x, { name: `conv${place}`, filters: scaledWidth(filters, width), rectified: true, batchNorm });
      const isPooled = k === channels.length - 1 && b < blocks.length - 1;
      if (!isPooled) x = dropOut(x, `dropout${place}`, dropout);
    });
  });
  x = after(x, tf.layers.flatten({ name: 'flatten' }));
  const linear = { useBias: false, kernelInitializer: 'zeros' } as const;
  dense.forEach((units, k) => {
    const layer = tf.layers.dense({ name: `dense${k + 1}`, units: scaledWidth(units, width), activation: 'relu', ...linear });
    x = dropOut(after(x, layer), `dense${k + 1}_dropout`, denseDropout);
  });
  const output = after(x, tf.layers.dense({ name: 'output', units: classes, ...linear }));
  return drawKernels(tf.model({ name, inputs: input, outputs: output }), seed, byOutputs);
}
