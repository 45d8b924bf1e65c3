import type { Json, Tensor, Tensors } from '@n3ml/core';
import type { LayerInput } from '../analog-network.ts';
import type { SpikingLayer, SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow } from '../synapses.ts';
import { badCheckpoint, type JsonFields } from './json-fields.ts';

const OPS = ['dense', 'conv2d', 'depthwise-conv2d', 'sum-pool', 'max-pool', 'identity'] as const satisfies readonly SpikingSynapses['op'][];
const KINDS = ['integrate-and-fire', 'max-pool', 'readout'] as const satisfies readonly SpikingLayer['kind'][];

const weightsName = (layer: string, k: number): string => `${layer}/weights/${k}`;
const biasName = (layer: string): string => `${layer}/bias`;
const lambdaName = (layer: string): string => `${layer}/lambda`;

const vector = (data: Float32Array): Tensor => ({ shape: [data.length], data });

/** A layer without its numbers, as JSON. */
export function layerRecord({ name, kind, shape, inputs, bias, gridBits }: SpikingLayer): Json {
  return {
    name,
    kind,
    shape,
    gridBits,
    bias: bias !== undefined,
    inputs: inputs.map(({ from, synapses }) => {
      const { weights: _, ...rest } = { weights: undefined, ...synapses };
      return { from, ...rest };
    }),
  };
}

/** The numbers of a layer, by names that tell whose they are. */
export function layerTensors({ name, inputs, bias, lambda }: SpikingLayer): Tensors {
  const weights = inputs.flatMap(({ synapses }, k): [string, Tensor][] =>
    'weights' in synapses ? [[weightsName(name, k), vector(synapses.weights)]] : [],
  );
  return { ...Object.fromEntries(weights), ...(bias && { [biasName(name)]: vector(bias) }), [lambdaName(name)]: vector(lambda) };
}

function floats(tensors: Tensors, name: string): Float32Array {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!tensor) throw badCheckpoint(`tensor '${name}' is missing`, { tensor: name });
  if (!(tensor.data instanceof Float32Array)) throw badCheckpoint(`tensor '${name}' holds other numbers than float32`, { tensor: name });
  const bad = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw badCheckpoint(`tensor '${name}' is ${tensor.data[bad]} at index ${bad}`, { tensor: name });
  return tensor.data;
}

const windowFrom = (fields: JsonFields): SlidingWindow => ({
  size: fields.integers('size', [2], 1) as unknown as SlidingWindow['size'],
  strides: fields.integers('strides', [2], 1) as unknown as SlidingWindow['strides'],
  padding: fields.integers('padding', [4], 0) as unknown as SlidingWindow['padding'],
});

function synapsesFrom(fields: JsonFields, weights: () => Float32Array): SpikingSynapses {
  const op = fields.choice('op', OPS);
  switch (op) {
    case 'dense':
    case 'identity':
      return { op, weights: weights() };
    case 'conv2d':
    case 'depthwise-conv2d':
      return { op, weights: weights(), ...windowFrom(fields) };
    case 'sum-pool':
      return { op, weight: fields.number('weight', -(2 ** 24), 2 ** 24), ...windowFrom(fields) };
    case 'max-pool':
      return { op, ...windowFrom(fields) };
  }
}

/** A layer with its numbers. What the fields and the numbers are to each other is left to be checked. */
export function layerFrom(fields: JsonFields, tensors: Tensors): SpikingLayer {
  const name = fields.string('name');
  const inputs = fields.objects('inputs').map(
    (input, k): LayerInput<SpikingSynapses> => ({
      from: input.string('from'),
      synapses: synapsesFrom(input, () => floats(tensors, weightsName(name, k))),
    }),
  );
  return {
    name,
    kind: fields.choice('kind', KINDS),
    shape: fields.integers('shape', [1, 3], 1),
    inputs,
    ...(fields.boolean('bias') && { bias: floats(tensors, biasName(name)) }),
    lambda: floats(tensors, lambdaName(name)),
    gridBits: fields.integer('gridBits', -24, 24),
  };
}
