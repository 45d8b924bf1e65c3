import type { WindowTopology } from '../plan/check-window.ts';
import type { ConnectionPlan } from '../plan/plan.ts';

/** One synapse: its presynaptic and postsynaptic neuron, and its place among the weights of the network. */
export interface Synapse {
  pre: number;
  post: number;
  place: number;
}

/** Every synapse in ascending order of the presynaptic, then of the postsynaptic neurons; of an all-but-self connection none, for its synapses are every pair but one. */
export function* synapsesOf({ topology, pre, post }: ConnectionPlan): Generator<Synapse> {
  for (let i = 0; i < pre.size; i++) {
    if (topology.kind === 'dense') for (let j = 0; j < post.size; j++) yield { pre: i, post: j, place: i * post.size + j };
    if (topology.kind === 'one-to-one') yield { pre: i, post: i, place: i };
    if (topology.kind === 'sparse')
      for (let k = topology.rows[i]!; k < topology.rows[i + 1]!; k++) yield { pre: i, post: topology.columns[k]!, place: k };
    if ('input' in topology) yield* underWindows(topology, i);
  }
}

/** The synapses of neuron `pre`, looked for in the windows of all places. */
function* underWindows(topology: WindowTopology, pre: number): Generator<Synapse> {
  const { kind, input, output, size, strides, padding } = topology;
  const [, inputWidth, channels] = input;
  const c = pre % channels;
  const y = Math.floor(pre / channels / inputWidth);
  const x = Math.floor(pre / channels) % inputWidth;
  const perChannel = output[2] / channels;
  const [from, count] = kind === 'conv2d' ? [0, output[2]] : [c * perChannel, perChannel];
  for (let oy = 0; oy < output[0]; oy++) {
    for (let ox = 0; ox < output[1]; ox++) {
      const ky = y + padding[0] - oy * strides[0];
      const kx = x + padding[1] - ox * strides[1];
      if (ky < 0 || ky >= size[0] || kx < 0 || kx >= size[1]) continue;
      for (let k = 0; k < count; k++) {
        const place = kind === 'pool2d' ? 0 : ((ky * size[1] + kx) * channels + c) * count + k;
        yield { pre, post: (oy * output[1] + ox) * output[2] + from + k, place };
      }
    }
  }
}
