import * as tf from '../tf.ts';
import { dropoutMask } from './dropout-mask.ts';

/** Every layer of a model, also those of models inside it. */
function* layersOf(model: tf.LayersModel): Generator<tf.layers.Layer, void, undefined> {
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) yield* layersOf(layer);
    else yield layer;
  }
}

/** Layers that draw from Math.random while they are trained, and that a seed doesn't reach. */
const UNSEEDED = new Set(['AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'SpatialDropout1D']);

/** Names of the layers whose noise nobody can repeat. */
export const unseededLayers = (model: tf.LayersModel): readonly string[] =>
  [...layersOf(model)].filter((layer) => UNSEEDED.has(layer.getClassName())).map(({ name }) => name);

interface DropoutConfig {
  readonly rate: number;
  /** null or absent: as long as the input. */
  readonly noiseShape?: readonly (number | null)[] | null;
}

/**
 * The dropout layers of a model with masks of a seed, until {@link SeededDropout.release}. By themselves they draw from Math.random, or with a seed the same mask at
 * every step. While a layer is held, its `call` is one that takes the mask of (seed, place of the layer in the model, step).
 */
export class SeededDropout {
  readonly #layers: readonly tf.layers.Layer[];
  /** The step whose masks are drawn. */
  step = 0;

  constructor(model: tf.LayersModel, seed: number) {
    this.#layers = [...layersOf(model)].filter((layer) => layer.getClassName() === 'Dropout');
    this.#layers.forEach((layer, place) => {
      const { rate, noiseShape } = layer.getConfig() as unknown as DropoutConfig;
      layer.call = (inputs, { training }) => {
        const input = Array.isArray(inputs) ? inputs[0]! : inputs;
        if (training !== true || rate === 0) return input;
        const shape = noiseShape ? input.shape.map((length, axis) => noiseShape[axis] ?? length) : input.shape;
        const length = tf.util.sizeFromShape(shape);
        return tf.tidy(() => tf.mul(input, tf.tensor(dropoutMask(length, rate, seed, 'dropout', place, this.step), shape)));
      };
    });
  }

  /** Gives the layers back their own way. */
  release(): void {
    for (const layer of this.#layers) Reflect.deleteProperty(layer, 'call');
  }
}
