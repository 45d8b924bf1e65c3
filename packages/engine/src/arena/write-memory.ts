import type { Variable } from '@n3ml/equations';
import type { ConnectionPlan, Plan } from '../plan/plan.ts';
import { type ConnectionLayout, type Layout, padded } from './layout.ts';
import { eachRow, weightView } from './weight-rows.ts';

/** One number for all neurons, or one for each, over whole vectors: the lanes behind the last neuron repeat it, so that they stay finite. */
function spread(target: Float32Array, values: number | Float64Array): void {
  if (typeof values === 'number') {
    target.fill(values);
    return;
  }
  target.set(values);
  target.fill(values[values.length - 1]!, values.length);
}

/** Fills a fresh memory: weights and tables in the shared part, constants, kept variables and the reset image in the local part at `base`. */
export function writeMemory({ populations, connections }: Plan, layout: Layout, memory: WebAssembly.Memory, base: number): void {
  const floats = (offset: number, size: number): Float32Array => new Float32Array(memory.buffer, base + offset, padded(size));
  const initialize = (variables: readonly Variable[], places: Readonly<Record<string, number>>, size: number): void => {
    for (const { name, init, kept } of variables) spread(floats(places[name]! + (kept ? 0 : layout.image), size), init);
  };

  for (const [k, { size, program }] of populations.entries()) {
    if (!program) continue;
    const place = layout.populations[k]!;
    initialize(program.variables, place.variables, size);
    for (const [name, values] of Object.entries(program.constants)) spread(floats(place.constants[name]!, size), values);
    if (typeof program.refractorySteps === 'object')
      new Int32Array(memory.buffer, base + place.refractory, size).set(program.refractorySteps);
  }
  for (const [k, connection] of connections.entries()) {
    const place = layout.connections[k]!;
    writeConnection(connection, place, memory);
    const program = connection.rule?.program;
    if (program) {
      initialize(program.pre, place.pre, connection.pre.size);
      initialize(program.post, place.post, connection.post.size);
    }
    if (connection.normalizedSum !== undefined) new Uint8Array(memory.buffer, base + place.unsettled, connection.post.size).fill(1);
  }
}

function writeConnection(connection: ConnectionPlan, layout: ConnectionLayout, memory: WebAssembly.Memory): void {
  const { topology, weights, delay, pre, post } = connection;
  if (typeof weights !== 'number') {
    const view = weightView(memory, layout);
    eachRow(connection, layout, (network, arena, count) => view.set(weights.subarray(network, network + count), arena));
  }
  if (typeof delay !== 'number') {
    const view = new Uint16Array(memory.buffer, layout.delays, layout.weightElements);
    eachRow(connection, layout, (network, arena, count) => view.set(delay.subarray(network, network + count), arena));
  }
  if (topology.kind === 'sparse') {
    new Uint32Array(memory.buffer, layout.rows, pre.size + 1).set(topology.rows);
    new Uint32Array(memory.buffer, layout.columns, topology.columns.length).set(topology.columns);
    writeColumns(
      topology,
      post.size,
      new Uint32Array(memory.buffer, layout.columnStarts, post.size + 1),
      new Uint32Array(memory.buffer, layout.columnEntries, 2 * topology.columns.length),
    );
  }
}

/** The same synapses listed by postsynaptic neuron: starts, and (row, byte offset of the weight) pairs in ascending order of rows. */
function writeColumns(
  { rows, columns }: { rows: Uint32Array; columns: Uint32Array },
  postSize: number,
  starts: Uint32Array,
  entries: Uint32Array,
): void {
  for (const column of columns) starts[column + 1]!++;
  for (let j = 0; j < postSize; j++) starts[j + 1]! += starts[j]!;
  const next = starts.slice();
  for (let i = 0; i + 1 < rows.length; i++) {
    for (let k = rows[i]!; k < rows[i + 1]!; k++) {
      const place = next[columns[k]!]!++;
      entries[2 * place] = i;
      entries[2 * place + 1] = 4 * k;
    }
  }
}
