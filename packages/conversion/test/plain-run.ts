import type { Inputs, SpikeTrain } from '@n3ml/core';
import type { SpikingNetwork, SpikingSynapses } from '../src/spiking-network.ts';

// The third implementation: a list of synapses and loops over it in double precision, with nothing shared with the sources.

interface Synapse {
  readonly i: number;
  readonly j: number;
  readonly weight: number;
}

const sheet = (shape: readonly number[]): readonly number[] => (shape.length === 3 ? shape : [1, 1, shape[0]!]);

/** Every synapse of an operation, one by one, by its definition. Max pooling has weights of 1. */
export function synapseList(synapses: SpikingSynapses, from: readonly number[], to: readonly number[]): Synapse[] {
  const [H, W, C] = sheet(from) as [number, number, number];
  const [rows, columns, K] = sheet(to) as [number, number, number];
  const list: Synapse[] = [];
  if (synapses.op === 'dense') {
    const outputs = rows * columns * K;
    for (let i = 0; i < H * W * C; i++) for (let j = 0; j < outputs; j++) list.push({ i, j, weight: synapses.weights[i * outputs + j]! });
    return list;
  }
  if (synapses.op === 'identity') {
    for (let i = 0; i < H * W * C; i++) list.push({ i, j: i, weight: synapses.weights[synapses.weights.length === 1 ? 0 : i % C]! });
    return list;
  }
  const weightOf = (ky: number, kx: number, c: number, k: number): number | undefined => {
    switch (synapses.op) {
      case 'conv2d':
        return synapses.weights[((ky * synapses.size[1] + kx) * C + c) * K + k];
      case 'depthwise-conv2d':
        return Math.floor((k * C) / K) === c
          ? synapses.weights[((ky * synapses.size[1] + kx) * C + c) * (K / C) + (k % (K / C))]
          : undefined;
      default:
        return c === k ? (synapses.op === 'sum-pool' ? synapses.weight : 1) : undefined;
    }
  };
  for (let oy = 0; oy < rows; oy++)
    for (let ox = 0; ox < columns; ox++)
      for (let y = 0; y < H; y++)
        for (let x = 0; x < W; x++) {
          const ky = y - oy * synapses.strides[0] + synapses.padding[0];
          const kx = x - ox * synapses.strides[1] + synapses.padding[2];
          if (ky < 0 || ky >= synapses.size[0] || kx < 0 || kx >= synapses.size[1]) continue;
          for (let c = 0; c < C; c++)
            for (let k = 0; k < K; k++) {
              const weight = weightOf(ky, kx, c, k);
              if (weight !== undefined) list.push({ i: (y * W + x) * C + c, j: (oy * columns + ox) * K + k, weight });
            }
        }
  return list;
}

/** What a sample did: for each layer [steps][neurons] of 0 and 1, and the potentials of the output after each step. */
export interface PlainRun {
  readonly spikes: Readonly<Record<string, number[][]>>;
  readonly potentials: number[][];
  readonly operations: number;
}

/** Values that stand for a constant current are given as they are, in `values`; spikes in `inputs`. */
export function plainRun(network: SpikingNetwork, inputs: Inputs, values: Float32Array, steps: number): PlainRun {
  const shapes: Record<string, readonly number[]> = { input: network.input };
  const spikes: Record<string, number[][]> = { input: [] };
  const lists = network.layers.map((layer) => {
    shapes[layer.name] = layer.shape;
    spikes[layer.name] = [];
    return layer.inputs.map(({ from, synapses }) => ({ from, list: synapseList(synapses, shapes[from]!, layer.shape) }));
  });
  const sizes = network.layers.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const v = sizes.map((size) => new Array<number>(size).fill(network.initialPotential));
  const train = network.encoding === 'current' ? undefined : (inputs.input as SpikeTrain);
  const potentials: number[][] = [];
  let operations = 0;
  for (let t = 0; t < steps; t++) {
    const now = new Array<number>(values.length).fill(0);
    if (train) for (let k = train.offsets[t]!; k < train.offsets[t + 1]!; k++) now[train.ids[k]!] = train.signs?.[k] ?? 1;
    spikes.input!.push(now);
    for (const [l, layer] of network.layers.entries()) {
      const weighted = new Array<number>(sizes[l]!).fill(0);
      const current = new Array<number>(sizes[l]!).fill(0);
      for (const { from, list } of lists[l]!) {
        const source = spikes[from]![t]!;
        for (const { i, j, weight } of list) {
          if (source[i] !== 0) operations++;
          weighted[j]! += source[i]! * weight;
          if (from === 'input' && !train) current[j]! += (values[i]! / network.inputScale) * weight;
        }
      }
      const fired = new Array<number>(sizes[l]!).fill(0);
      if (layer.kind === 'max-pool') {
        const { from, list } = lists[l]![0]!;
        const highest = (until: number, j: number): number =>
          Math.max(
            0,
            ...list.filter((s) => s.j === j).map(({ i }) => spikes[from]!.slice(0, until).reduce((sum, step) => sum + step[i]!, 0)),
          );
        for (let j = 0; j < fired.length; j++) fired[j] = highest(t + 1, j) - highest(t, j);
      } else {
        const unit = 2 ** layer.gridBits;
        for (let j = 0; j < fired.length; j++) {
          const bias = layer.bias?.[j % layer.bias.length] ?? 0;
          v[l]![j] = Math.fround(v[l]![j]! + weighted[j]! + Math.round(current[j]! * unit) / unit + bias);
          if (layer.kind === 'readout' || v[l]![j]! < 1) continue;
          fired[j] = 1;
          v[l]![j] = network.resetBy === 'zero' ? 0 : Math.fround(v[l]![j]! - 1);
        }
      }
      spikes[layer.name]!.push(fired);
    }
    potentials.push([...v.at(-1)!]);
  }
  return { spikes, potentials, operations };
}
