import { INPUT } from '../analog-network.ts';
import { sheetOf } from '../sheet-of.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingLayer, SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import { badCheckpoint } from './json-fields.ts';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** True where the synapses lead from sheets of one shape to sheets of the other, with as many weights as that takes. */
function fits(synapses: SpikingSynapses, input: readonly number[], output: readonly number[]): boolean {
  const [height, width, channels] = sheetOf(input);
  const [rows, columns, outputs] = sheetOf(output);
  if (synapses.op === 'dense') return synapses.weights.length === sizeOf(input) * sizeOf(output);
  if (synapses.op === 'identity') {
    const { length } = synapses.weights;
    return show(input) === show(output) && (length === 1 || length === channels);
  }
  const { size, strides, padding } = synapses;
  const places = (length: number, side: 0 | 1): number =>
    Math.floor((length + padding[2 * side]! + padding[2 * side + 1]! - size[side]) / strides[side]) + 1;
  if (places(height, 0) !== rows || places(width, 1) !== columns) return false;
  const area = size[0] * size[1];
  switch (synapses.op) {
    case 'conv2d':
      return synapses.weights.length === area * channels * outputs;
    case 'depthwise-conv2d':
      return outputs % channels === 0 && synapses.weights.length === area * outputs;
    default:
      return outputs === channels;
  }
}

/** Adds to `sums`, [channels of the output], the largest sums of absolute weights into a neuron. */
function addSums(sums: Float64Array, synapses: SpikingSynapses, output: readonly number[]): void {
  if (synapses.op === 'max-pool') return;
  if (synapses.op === 'sum-pool') {
    const all = Math.abs(synapses.weight) * synapses.size[0] * synapses.size[1];
    for (let j = 0; j < sums.length; j++) sums[j]! += all;
    return;
  }
  const { op, weights } = synapses;
  const units = op === 'dense' ? sizeOf(output) : op === 'identity' ? weights.length : sums.length;
  const each = new Float64Array(units);
  for (let k = 0; k < weights.length; k++) each[k % units]! += Math.abs(weights[k]!);
  const largest = new Float64Array(sums.length);
  for (let k = 0; k < Math.max(units, sums.length); k++) {
    largest[k % sums.length] = Math.max(largest[k % sums.length]!, each[k % units]!);
  }
  for (let j = 0; j < sums.length; j++) sums[j]! += largest[j]!;
}

function checkGrid({ name, inputs, bias, shape, gridBits }: SpikingLayer): void {
  const unit = 2 ** gridBits;
  const numbers = inputs.map(
    ({ synapses }): Iterable<number> => ('weights' in synapses ? synapses.weights : 'weight' in synapses ? [synapses.weight] : []),
  );
  if (bias) numbers.push(bias);
  for (const values of numbers) {
    for (const value of values) {
      if (!Number.isInteger(value * unit)) {
        throw badCheckpoint(`layer '${name}' has the weight ${value}, which is no multiple of 2^-${gridBits}`, { layer: name, value });
      }
    }
  }
  const sums = new Float64Array(shape.at(-1)!);
  for (const { synapses } of inputs) addSums(sums, synapses, shape);
  for (const [c, value] of (bias ?? []).entries()) sums[c]! += Math.abs(value);
  const largest = sums.reduce((a, b) => Math.max(a, b), 0);
  if (largest >= 2 ** (24 - gridBits)) {
    throw badCheckpoint(`the weights of layer '${name}' add up to ${largest}, too much for ${gridBits} bits of grid`, { layer: name });
  }
}

function checkLayer(layer: SpikingLayer, shapes: ReadonlyMap<string, readonly number[]>, isLast: boolean): void {
  const { name, kind, shape, inputs, bias, lambda } = layer;
  const wrong = (what: string) => badCheckpoint(`layer '${name}' ${what}`, { layer: name });
  if (shapes.has(name)) throw wrong('comes twice');
  if (kind === 'readout' && !isLast) throw wrong('is a readout, but not the last layer');
  if (kind === 'max-pool' && (isLast || inputs.length !== 1 || bias))
    throw wrong('is max pooling with a bias or several inputs, or at the end');
  for (const { from, synapses } of inputs) {
    const input = shapes.get(from);
    if (!input) throw wrong(`gets '${from}', which doesn't come before it`);
    if ((synapses.op === 'max-pool') !== (kind === 'max-pool')) throw wrong(`of kind ${kind} has synapses of op ${synapses.op}`);
    if (!fits(synapses, input, shape)) throw wrong(`of shape ${show(shape)} can't get ${show(input)} from '${from}' by ${synapses.op}`);
  }
  const channels = shape.at(-1)!;
  if (bias && bias.length !== channels) throw wrong(`has ${bias.length} biases for ${channels} channels`);
  if (lambda.length !== 1 && lambda.length !== channels) throw wrong(`has ${lambda.length} lambdas for ${channels} channels`);
  if (lambda.some((value) => value <= 0)) throw wrong('has a lambda that is not above 0');
  checkGrid(layer);
}

/**
 * Checks that a network can be run: that every layer comes after those that feed it, shapes and numbers of weights fit, and weights lie on a grid on which
 * sums are exact.
 *
 * @throws N3mlError N3ML_BAD_CHECKPOINT
 */
export function checkNetwork({ input, encoding, layers }: SpikingNetwork): void {
  const shapes = new Map([[INPUT, input]]);
  for (const [k, layer] of layers.entries()) {
    checkLayer(layer, shapes, k === layers.length - 1);
    if (layer.kind === 'max-pool' && layer.inputs[0]!.from === INPUT && encoding !== 'bernoulli') {
      throw badCheckpoint(`layer '${layer.name}' pools an input that is ${encoding}`, { layer: layer.name });
    }
    shapes.set(layer.name, layer.shape);
  }
}
