import { N3mlError, type Tensor, type Tensors } from '@n3ml/core';
import { isConvolution, kernelShape } from '../plan/convolution.ts';
import type { ConnectionPlan, Plan, PopulationPlan } from '../plan/plan.ts';

/** Access to the state that lasts between samples, as views that can be written. */
export interface LastingState {
  weights(connection: ConnectionPlan): Float32Array;
  setWeights(connection: ConnectionPlan, values: Float32Array): void;
  variable(population: PopulationPlan, name: string): Float32Array;
  trace(connection: ConnectionPlan, side: 'pre' | 'post', name: string): Float32Array;
  unsettled(connection: ConnectionPlan): Uint8Array;
}

/** One lasting tensor: its name, its shape, and how it is read and written. */
interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly read: () => Float32Array | Uint8Array;
  readonly write: (data: Float32Array & Uint8Array) => void;
}

/** The axes of the weights; undefined where they are a list. */
function weightShape({ topology, pre, post }: ConnectionPlan): readonly number[] | undefined {
  if (topology.kind === 'dense') return [pre.size, post.size];
  return isConvolution(topology) ? kernelShape(topology) : undefined;
}

function* entriesOf({ populations, connections }: Plan, state: LastingState): Generator<Entry> {
  for (const population of populations) {
    for (const { name, kept } of population.program?.variables ?? []) {
      if (!kept) continue;
      yield {
        name: `${population.name}/${name}`,
        shape: [population.size],
        read: () => state.variable(population, name),
        write: (data) => state.variable(population, name).set(data),
      };
    }
  }
  for (const connection of connections) {
    const { name, rule, weights, post } = connection;
    if (typeof weights !== 'number' && (rule || connection.normalizedSum !== undefined)) {
      yield {
        name: `${name}/w`,
        shape: weightShape(connection) ?? [weights.length],
        read: () => state.weights(connection),
        write: (data) => state.setWeights(connection, data),
      };
    }
    for (const side of ['pre', 'post'] as const) {
      for (const variable of rule?.program[side] ?? []) {
        if (!variable.kept) continue;
        yield {
          name: `${name}/${side}/${variable.name}`,
          shape: [connection[side].size],
          read: () => state.trace(connection, side, variable.name),
          write: (data) => state.trace(connection, side, variable.name).set(data),
        };
      }
    }
    if (connection.normalizedSum !== undefined) {
      yield {
        name: `${name}/unsettled`,
        shape: [post.size],
        read: () => state.unsettled(connection),
        write: (data) => state.unsettled(connection).set(data),
      };
    }
  }
}

/** Copies of everything that learning has changed. */
export function saveState(plan: Plan, state: LastingState): Tensors {
  return Object.fromEntries([...entriesOf(plan, state)].map(({ name, shape, read }) => [name, { shape, data: read().slice() }]));
}

/**
 * Takes back what {@link saveState} gave; tensors of other names are left alone.
 * @throws N3mlError where a tensor is missing, has another shape or type, or holds NaN or infinite numbers; nothing is changed then
 */
export function loadState(plan: Plan, state: LastingState, tensors: Tensors): void {
  const entries = [...entriesOf(plan, state)];
  for (const entry of entries) check(entry, Object.hasOwn(tensors, entry.name) ? tensors[entry.name] : undefined);
  for (const { name, write } of entries) write(tensors[name]!.data as Float32Array & Uint8Array);
}

function check({ name, shape, read }: Entry, tensor: Tensor | undefined): void {
  if (!tensor) {
    throw new N3mlError(
      'N3ML_CHECKPOINT_MISMATCH',
      `The network needs the tensor '${name}', which the checkpoint doesn't have. It belongs to another network.`,
      { details: { name } },
    );
  }
  if (tensor.shape.join() !== shape.join() || tensor.data.constructor !== read().constructor) {
    throw new N3mlError(
      'N3ML_CHECKPOINT_MISMATCH',
      `Tensor '${name}' is ${tensor.data.constructor.name} [${tensor.shape.join(' x ')}] in the checkpoint, but the network needs ${read().constructor.name} [${shape.join(' x ')}].`,
      { details: { name, given: tensor.shape, expected: shape } },
    );
  }
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new N3mlError(
      'N3ML_NOT_A_NUMBER',
      `Element ${wrong} of tensor '${name}' is ${tensor.data[wrong]}; it has to be finite. The checkpoint is damaged.`,
      { details: { name, index: wrong } },
    );
  }
}
