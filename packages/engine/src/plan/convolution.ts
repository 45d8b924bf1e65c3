import type { Topology } from '@n3ml/core';

/** A topology whose weights are a kernel that all places share. */
export type Convolution = Extract<Topology, { kind: 'conv2d' | 'depthwise-conv2d' }>;

export const isConvolution = (topology: Topology): topology is Convolution =>
  topology.kind === 'conv2d' || topology.kind === 'depthwise-conv2d';

/** Weights from one neuron to one place: to all of its channels, or to those that belong to the neuron's own. */
export const weightsPerPlace = ({ kind, input, output }: Convolution): number => (kind === 'conv2d' ? output[2] : output[2] / input[2]);

/** [height x width x input channels x weights per place]. */
export const kernelShape = (topology: Convolution): readonly number[] => [...topology.size, topology.input[2], weightsPerPlace(topology)];
