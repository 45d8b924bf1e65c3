import { tf } from '@n3ml/tensor';
import { type AnalogLayer, type AnalogNetwork, INPUT } from './analog-network.ts';
import { type Projection, projection } from './project.ts';

interface Layered {
  readonly input: readonly number[];
  readonly layers: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** An analog network with its weights as tensors. */
export interface Forward {
  /**
   * @param batch [batch, ...shape of a sample]
   * @returns the activations of every layer by its name, [batch, ...shape of the layer], in the network's order; of the output the sums. The caller
   *   disposes of them.
   */
  run(batch: tf.Tensor): ReadonlyMap<string, tf.Tensor>;
  /** Frees the weights. */
  dispose(): void;
}

/** Shapes of the layers by their names, and of the input; of an analog network or a spiking one. */
export const shapesOf = ({ input, layers }: Layered): ReadonlyMap<string, readonly number[]> =>
  new Map([[INPUT, input], ...layers.map(({ name, shape }) => [name, shape] as const)]);

/**
 * Computes a network of rectified linear units with tensors, as the model that it was read from does.
 *
 * @example
 * const ann = forward(network);
 * const sums = ann.run(batch).get('output');
 */
export function forward(network: AnalogNetwork): Forward {
  const shapes = shapesOf(network);
  const projections = new Map<AnalogLayer, readonly Projection[]>();
  const biases = new Map<AnalogLayer, tf.Tensor>();
  for (const layer of network.layers) {
    projections.set(
      layer,
      layer.inputs.map(({ from, synapses }) => projection(synapses, shapes.get(from)!, layer.shape)),
    );
    if (layer.bias) biases.set(layer, tf.tensor1d(layer.bias));
  }

  const activation = (layer: AnalogLayer, activations: ReadonlyMap<string, tf.Tensor>): tf.Tensor =>
    tf.tidy(() => {
      const currents = layer.inputs.map(({ from }, k) => projections.get(layer)![k]!.project(activations.get(from)!));
      const total = currents.reduce((sum, current) => tf.add(sum, current));
      const bias = biases.get(layer);
      const shifted = bias ? tf.add(total, bias) : total;
      return layer.kind === 'relu' ? tf.relu(shifted) : shifted;
    });

  return {
    run(batch) {
      const activations = new Map([[INPUT, batch]]);
      for (const layer of network.layers) activations.set(layer.name, activation(layer, activations));
      activations.delete(INPUT);
      return activations;
    },
    dispose() {
      for (const held of projections.values()) for (const each of held) each.dispose();
      tf.dispose([...biases.values()]);
    },
  };
}
