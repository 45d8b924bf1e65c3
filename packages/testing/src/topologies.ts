import type { Topology } from '@n3ml/core';

/** Whether a learning rule can stand on a connection of this kind: where all synapses are one number, nothing can be learned. */
const learnable = {
  dense: true,
  sparse: true,
  'one-to-one': true,
  'all-but-self': false,
  conv2d: true,
  'depthwise-conv2d': true,
  pool2d: false,
} as const satisfies Readonly<Record<Topology['kind'], boolean>>;

/** The kinds of topology that a learning rule can stand on. */
export type LearnableKind = { [K in Topology['kind']]: (typeof learnable)[K] extends true ? K : never }[Topology['kind']];

const kinds = Object.keys(learnable) as readonly Topology['kind'][];

export const learnableKinds = kinds.filter((kind): kind is LearnableKind => learnable[kind]);

const column = [4, 1, 1] as const;
const window = { input: column, output: column, size: [3, 1], strides: [1, 1], padding: [1, 0] } as const;

/** The others, from 4 neurons to 4. */
export const unlearnable: { readonly [K in Exclude<Topology['kind'], LearnableKind>]: Extract<Topology, { kind: K }> } = {
  'all-but-self': { kind: 'all-but-self' },
  pool2d: { kind: 'pool2d', pool: 'sum', ...window },
};
