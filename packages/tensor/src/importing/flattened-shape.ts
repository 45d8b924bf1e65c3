import type * as tf from '../tf.ts';

/** Layers that leave every value where it is. */
const PLACE_KEEPING = new Set([
  'Activation',
  'AlphaDropout',
  'BatchNormalization',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'ReLU',
  'LeakyReLU',
]);

/**
 * [height, width, channels] of the map that was flattened into what a layer gets; undefined where it gets no flattened map. Channels come last in it, and first
 * in PyTorch.
 */
export function flattenedShape(layer: tf.layers.Layer): readonly number[] | undefined {
  let input = layer.input;
  while (!Array.isArray(input) && PLACE_KEEPING.has(input.sourceLayer.getClassName())) input = input.sourceLayer.input;
  if (Array.isArray(input)) return undefined;
  const source = input.sourceLayer;
  if (source.getClassName() !== 'Flatten' && source.getClassName() !== 'Reshape') return undefined;
  const map = source.input;
  return !Array.isArray(map) && map.shape.length === 4 ? (map.shape.slice(1) as number[]) : undefined;
}
