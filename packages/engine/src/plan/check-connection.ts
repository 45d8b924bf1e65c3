import { type Connection, N3mlError, suggest } from '@n3ml/core';
import { checkWindow } from './check-window.ts';
import { isConvolution, kernelShape } from './convolution.ts';
import type { PopulationPlan } from './plan.ts';

const mismatch = (message: string, details: Readonly<Record<string, unknown>>): N3mlError =>
  new N3mlError('N3ML_SIZE_MISMATCH', message, { details });
const bad = (message: string): N3mlError => new N3mlError('N3ML_BAD_NETWORK', message);

/** Delays are kept as 16-bit numbers of steps. */
const LONGEST_DELAY = 65535;

/** Number of weights that the topology asks for, with the words that explain it. */
function weightCount({ topology }: Connection, pre: PopulationPlan, post: PopulationPlan): { count: number; words: string } {
  switch (topology.kind) {
    case 'dense':
      return { count: pre.size * post.size, words: `${pre.size} x ${post.size} ('${pre.name}' rows x '${post.name}' columns)` };
    case 'sparse':
      return { count: topology.columns.length, words: `${topology.columns.length} (one per entry of its columns)` };
    case 'conv2d':
    case 'depthwise-conv2d': {
      const shape = kernelShape(topology);
      const last = topology.kind === 'conv2d' ? 'output channels' : 'output channels of each';
      return { count: shape.reduce((a, b) => a * b), words: `${shape.join(' x ')} (height x width x input channels x ${last})` };
    }
    default:
      return { count: pre.size, words: `${pre.size} (one per neuron of '${pre.name}')` };
  }
}

function checkSparse(name: string, { topology }: Connection, pre: PopulationPlan, post: PopulationPlan): void {
  if (topology.kind !== 'sparse') return;
  const { rows, columns } = topology;
  if (rows.length !== pre.size + 1 || rows[0] !== 0 || rows[pre.size] !== columns.length) {
    throw mismatch(
      `Connection '${name}' is sparse: its rows need ${pre.size + 1} ascending offsets from 0 to ${columns.length}, for the ${pre.size} neurons of '${pre.name}'.`,
      { connection: name, rows: rows.length },
    );
  }
  for (let i = 0; i < pre.size; i++) {
    for (let k = rows[i]!; k < rows[i + 1]!; k++) {
      const ascending = k === rows[i]! || columns[k]! > columns[k - 1]!;
      if (!ascending || columns[k]! >= post.size) {
        throw mismatch(
          `Connection '${name}' is sparse: the columns of row ${i} have to ascend and stay below ${post.size}, the size of '${post.name}'; entry ${k} is ${columns[k]}.`,
          { connection: name, row: i, entry: k },
        );
      }
    }
    if (rows[i + 1]! < rows[i]!)
      throw mismatch(`Connection '${name}' is sparse: its row offsets have to ascend, but row ${i} ends before it starts.`, {
        connection: name,
      });
  }
}

function checkWeights(name: string, connection: Connection, pre: PopulationPlan, post: PopulationPlan): void {
  const { weights, topology } = connection;
  const [wMin, wMax] = connection.bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (!(wMin <= wMax)) throw bad(`Connection '${name}' has the bounds [${wMin}, ${wMax}]; the first has to be the smaller one.`);
  if (typeof weights === 'number') {
    if (topology.kind === 'dense' || topology.kind === 'sparse' || isConvolution(topology)) {
      throw mismatch(`Connection '${name}' is ${topology.kind} and needs an array of weights, not the number ${weights}.`, {
        connection: name,
      });
    }
    if (connection.rule) {
      throw bad(
        topology.kind === 'one-to-one'
          ? `Connection '${name}' has a learning rule and one number for all weights. Give an array of weights that can differ.`
          : `Connection '${name}' has a learning rule, but is ${topology.kind}: its synapses share one weight that can't be learned.`,
      );
    }
  } else {
    if (topology.kind === 'all-but-self' || topology.kind === 'pool2d') {
      throw mismatch(
        `Connection '${name}' is ${topology.kind}, whose synapses share one weight: give a number, not an array of ${weights.length}.`,
        { connection: name },
      );
    }
    const { count, words } = weightCount(connection, pre, post);
    if (weights.length !== count) {
      throw mismatch(`Connection '${name}' needs ${words} weights, not ${weights.length}.`, {
        connection: name,
        expected: count,
        given: weights.length,
      });
    }
  }
  checkValues(name, typeof weights === 'number' ? Float32Array.of(weights) : weights, wMin, wMax);
}

function checkValues(name: string, weights: Float32Array, wMin: number, wMax: number): void {
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k]!;
    // One comparison for each bound, false for NaN too: a network has weights by the hundred thousand.
    if (w >= wMin && w <= wMax && w - w === 0) continue;
    if (Number.isFinite(w)) throw bad(`Weight ${k} of connection '${name}' is ${w}, outside its bounds [${wMin}, ${wMax}].`);
    throw new N3mlError('N3ML_NOT_A_NUMBER', `Weight ${k} of connection '${name}' is ${w}; weights have to be finite.`, {
      details: { connection: name, index: k },
    });
  }
}

function checkDelay(name: string, { delay, topology }: Connection, pre: PopulationPlan, post: PopulationPlan): void {
  if (delay === undefined) return;
  if (typeof delay !== 'number') {
    if (topology.kind !== 'dense')
      throw bad(`Connection '${name}' has one delay per weight, which only dense connections can have; give one number of ms.`);
    if (delay.length !== pre.size * post.size) {
      throw mismatch(
        `Connection '${name}' needs ${pre.size} x ${post.size} delays ('${pre.name}' rows x '${post.name}' columns), not ${delay.length}.`,
        { connection: name },
      );
    }
  }
  const wrong = (typeof delay === 'number' ? [delay] : delay).find((ms) => !(ms >= 0 && ms < LONGEST_DELAY));
  if (wrong !== undefined) throw bad(`Connection '${name}' has a delay of ${wrong} ms; delays are finite and not negative.`);
}

/** What arrives in the step itself, and what is no plain spike, asks something of the connection. */
function checkCarried(name: string, { topology, rule, delay, arrives }: Connection, pre: PopulationPlan, post: PopulationPlan): void {
  if (arrives === 'same step') {
    if (pre.index >= post.index) {
      throw bad(
        `Connection '${name}' arrives in the same step, so '${pre.name}' has to be listed before '${post.name}' in the network's populations.`,
      );
    }
    if (delay) throw bad(`Connection '${name}' arrives in the same step and has a delay; leave one of them out.`);
  }
  if (pre.carries === 'spikes') return;
  const code = pre.carries === 'current' ? 'N3ML_CARRIES_CURRENT' : 'N3ML_SIGNED_SPIKES';
  const refuse = (what: string): N3mlError =>
    new N3mlError(
      code,
      `Connection '${name}' ${what}, which needs spikes without signs, but the input '${pre.name}' carries ${pre.carries}.`,
      {
        details: { connection: name, population: pre.name },
      },
    );
  if (rule) throw refuse('has a learning rule');
  if (topology.kind === 'pool2d' && topology.pool === 'max') throw refuse('pools the maximum of spike counts');
  if (pre.carries === 'current' && delay)
    throw bad(`Connection '${name}' has a delay, but the current of '${pre.name}' is the same in every step; leave the delay out.`);
}

/** @throws N3mlError where a connection doesn't fit its ends, naming both ends and axes */
export function checkConnection(name: string, connection: Connection, pre: PopulationPlan, post: PopulationPlan): void {
  const { topology, normalize } = connection;
  if (!post.program) throw bad(`Connection '${name}' goes to '${post.name}', an input population. Inputs are driven from outside only.`);
  const channel = connection.target ?? 'I';
  if (!post.program.channels.includes(channel)) {
    throw new N3mlError(
      'N3ML_UNKNOWN_CHANNEL',
      `Connection '${name}' targets the input '${channel}', which the neurons of '${post.name}' don't have. ${suggest(channel, post.program.channels)}`,
    );
  }
  if ((topology.kind === 'one-to-one' || topology.kind === 'all-but-self') && pre.size !== post.size) {
    throw mismatch(
      `Connection '${name}' is ${topology.kind}, but '${pre.name}' has ${pre.size} neurons and '${post.name}' ${post.size}. They have to be alike.`,
      {
        connection: name,
        pre: pre.size,
        post: post.size,
      },
    );
  }
  checkSparse(name, connection, pre, post);
  if ('input' in topology) checkWindow(name, topology, pre, post);
  checkCarried(name, connection, pre, post);
  checkWeights(name, connection, pre, post);
  checkDelay(name, connection, pre, post);
  if (normalize) {
    if (topology.kind !== 'dense' && topology.kind !== 'sparse')
      throw bad(`Connection '${name}' is ${topology.kind}; only dense and sparse connections can be normalized.`);
    if (!(normalize.sum > 0 && Number.isFinite(Math.fround(normalize.sum))))
      throw bad(`Connection '${name}' is normalized to the sum ${normalize.sum}; it has to be positive and within float32.`);
  }
}
