import { N3mlError } from '@n3ml/core';
import * as tf from '../tf.ts';
import { flattenedShape } from './flattened-shape.ts';

/** How a weight lies in PyTorch: its shape there, and how its axes have to be exchanged. */
export interface TorchOrder {
  readonly shape: readonly number[];
  /** The same numbers with axes of their own for what PyTorch puts into one. */
  readonly view: readonly number[];
  /** The axes of `view` in the order of TensorFlow. */
  readonly axes: readonly number[];
}

/** A weight of a model, to be filled. */
export interface WeightPlace {
  /** Layer and weight, such as `conv1/kernel`. */
  readonly name: string;
  /** What it is in its layer: 'kernel', 'gamma'. */
  readonly role: string;
  readonly shape: readonly number[];
  readonly variable: tf.LayerVariable;
  /** @throws N3mlError N3ML_UNSUPPORTED_LAYER where nobody has said how PyTorch has it */
  torch(): TorchOrder;
}

const asItIs = (shape: readonly number[]): TorchOrder => ({ shape, view: shape, axes: shape.map((_, axis) => axis) });

const channelsFirst = ([height = 0, width = 0, channels = 0]: readonly number[]): readonly number[] => [channels, height, width];

function torchOrder(layer: tf.layers.Layer, role: string, shape: readonly number[]): TorchOrder {
  const className = layer.getClassName();
  if (className === 'BatchNormalization') {
    const map = flattenedShape(layer);
    return map ? { shape, view: channelsFirst(map), axes: [1, 2, 0] } : asItIs(shape);
  }
  if (shape.length <= 1) return asItIs(shape);
  if (className === 'Dense' && role === 'kernel') {
    const [inputs, outputs] = shape as [number, number];
    const map = flattenedShape(layer);
    const torch = [outputs, inputs];
    return map ? { shape: torch, view: [outputs, ...channelsFirst(map)], axes: [2, 3, 1, 0] } : { shape: torch, view: torch, axes: [1, 0] };
  }
  if (className === 'Conv2D' && role === 'kernel') {
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    const torch = [outputs, inputs, height, width];
    return { shape: torch, view: torch, axes: [2, 3, 1, 0] };
  }
  if (className === 'Conv1D' && role === 'kernel') {
    const [length, inputs, outputs] = shape as [number, number, number];
    const torch = [outputs, inputs, length];
    return { shape: torch, view: torch, axes: [2, 1, 0] };
  }
  if (className === 'DepthwiseConv2D' && role === 'depthwise_kernel') {
    const [height, width, channels, multiplier] = shape as [number, number, number, number];
    return { shape: [channels * multiplier, 1, height, width], view: [channels, multiplier, height, width], axes: [2, 3, 0, 1] };
  }
  throw new N3mlError(
    'N3ML_UNSUPPORTED_LAYER',
    `The weight '${layer.name}/${role}' of a ${className} layer can't be taken from PyTorch: its order there isn't known. Bring it into the order of TensorFlow and give layout 'tensorflow'.`,
    { details: { layer: layer.name, role, className } },
  );
}

/** The weights of a model, layer by layer; those of models inside it in their place. */
export function weightPlaces(model: tf.LayersModel): readonly WeightPlace[] {
  return model.layers.flatMap((layer): readonly WeightPlace[] => {
    if (layer instanceof tf.LayersModel) return weightPlaces(layer);
    return layer.weights.map((variable) => {
      const name = variable.originalName;
      const role = name.slice(name.lastIndexOf('/') + 1);
      const shape = variable.shape as number[];
      return { name, role, shape, variable, torch: () => torchOrder(layer, role, shape) };
    });
  });
}
