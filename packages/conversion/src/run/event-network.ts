import type { Connection, Network, Neuron, Population, Registry, Topology, Window } from '@n3ml/core';
import { INPUT } from '../analog-network.ts';
import { shapesOf } from '../forward.ts';
import { sheetOf } from '../sheet-of.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingLayer, SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import type { SlidingWindow } from '../synapses.ts';
import { currentInto, drivenLayers } from './drive.ts';

/** Neurons of a layer. A readout is one whose threshold is never crossed. */
function neuronOf({ kind, shape, bias }: SpikingLayer, { resetBy, initialPotential: vInit }: SpikingNetwork, registry: Registry): Neuron {
  if (kind === 'max-pool') return registry.resolve('neuron', 'if');
  const model = registry.resolve('neuron', 'if', { resetBy, vInit, ...(bias && { bias: 0 }) });
  return {
    ...model,
    ...(bias && { params: { ...model.params, bias: Float32Array.from({ length: sizeOf(shape) }, (_, j) => bias[j % bias.length]!) } }),
    ...(kind === 'readout' && { threshold: '1 < 0' }),
  };
}

/** How the engine names the synapses: their topology and their weights. */
function synapsesAs(
  synapses: SpikingSynapses,
  input: readonly number[],
  output: readonly number[],
): { readonly topology: Topology; readonly weights: Float32Array | number } {
  const windowOf = ({ size, strides, padding: [top, , left] }: SlidingWindow): Window => ({
    input: sheetOf(input),
    output: sheetOf(output),
    size,
    strides,
    padding: [top, left],
  });
  switch (synapses.op) {
    case 'dense':
      return { topology: { kind: 'dense' }, weights: synapses.weights };
    case 'conv2d':
    case 'depthwise-conv2d':
      return { topology: { kind: synapses.op, ...windowOf(synapses) }, weights: synapses.weights };
    case 'sum-pool':
      return { topology: { kind: 'pool2d', pool: 'sum', ...windowOf(synapses) }, weights: synapses.weight };
    case 'max-pool':
      return { topology: { kind: 'pool2d', pool: 'max', ...windowOf(synapses) }, weights: 1 };
    case 'identity': {
      const { weights } = synapses;
      const each = Float32Array.from({ length: sizeOf(input) }, (_, i) => weights[i % weights.length]!);
      return { topology: { kind: 'one-to-one' }, weights: each };
    }
  }
}

/**
 * A converted network as one for the engine: a population for each layer, under its name, and a signal that crosses all of them within a step. Max pooling is a
 * population of relays: neurons with a threshold of 1 behind synapses of 1.
 *
 * @param registry whose neuron `if` is used
 */
export function eventNetwork(network: SpikingNetwork, registry: Registry): Network {
  const { input, encoding, layers } = network;
  const byCurrent = encoding === 'current';
  const populations: Record<string, Population> = {};
  const connections: Record<string, Connection> = {};
  if (byCurrent) {
    for (const { name, shape } of drivenLayers(network)) {
      populations[currentInto(name)] = { size: sizeOf(shape), shape, carries: 'current' };
      connections[`${currentInto(name)} -> ${name}`] = {
        from: currentInto(name),
        to: name,
        topology: { kind: 'one-to-one' },
        weights: 1,
        arrives: 'same step',
      };
    }
  } else {
    populations[INPUT] = { size: sizeOf(input), shape: input, carries: encoding === 'signed-bernoulli' ? 'signed spikes' : 'spikes' };
  }
  const shapes = shapesOf(network);
  for (const layer of layers) {
    populations[layer.name] = { size: sizeOf(layer.shape), shape: layer.shape, neuron: neuronOf(layer, network, registry) };
    for (const [k, { from, synapses }] of layer.inputs.entries()) {
      if (byCurrent && from === INPUT) continue;
      const path = `${from} -> ${layer.name}`;
      connections[path in connections ? `${path} (${k})` : path] = {
        from,
        to: layer.name,
        ...synapsesAs(synapses, shapes.get(from)!, layer.shape),
        arrives: 'same step',
      };
    }
  }
  return { dt: 1, populations, connections };
}
