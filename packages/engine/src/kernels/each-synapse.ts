import { type Code, seq } from '../assembler/code.ts';
import { doWhile, forUpTo, i32, type Local, when, whileLoop } from '../assembler/instructions.ts';
import { isConvolution } from '../plan/convolution.ts';
import { element } from './frame.ts';
import { type Lanes, scalarLanes, simdLanes } from './lanes.ts';
import type { Learning, Side } from './learning.ts';
import { eachSource } from './topology/each-source.ts';
import { eachStretch } from './topology/each-stretch.ts';

/** Where one synapse (or four side by side) is: pointers `base + 4 * index` of its neurons, and the byte offset of its weight. */
export interface Synapse {
  readonly pre: Local;
  readonly post: Local;
  readonly offset: Local;
  readonly lanes: Lanes;
  /** The side whose values are the same for all four lanes. */
  readonly fixed: Side | undefined;
}

type SynapseBody = (synapse: Synapse) => Code;

/** Every synapse of a presynaptic neuron `pre` (index in `id`), or with `onlyActive` those onto neurons that have spiked in this sample. */
export function eachOfRow(learning: Learning, id: Local, pre: Local, onlyActive: boolean, body: SynapseBody): Code {
  const { connection, layout, post, scope, frame } = learning;
  const { topology } = connection;
  if (isConvolution(topology)) {
    return eachStretch(scope, topology, id, frame.base, ({ offset, target, end }) =>
      whileLoop(
        i32.ltU(target.get, end.get),
        seq(
          body({ pre, post: target, offset, lanes: scalarLanes, fixed: undefined }),
          offset.set(i32.add(offset.get, i32.const(4))),
          target.set(i32.add(target.get, i32.const(4))),
        ),
      ),
    );
  }
  const offset = scope.local('i32', 'offset');
  const target = scope.local('i32', 'target');
  const end = scope.local('i32', 'end');
  const scalar: Synapse = { pre, post: target, offset, lanes: scalarLanes, fixed: undefined };
  if (topology.kind === 'one-to-one')
    return seq(offset.set(i32.shl(id.get, i32.const(2))), target.set(element(frame.base.get, id.get)), body(scalar));
  if (topology.kind === 'sparse') {
    const bytes = (k: number): Code => i32.shl(i32.load(i32.shl(id.get, i32.const(2)), layout.rows + k), i32.const(2));
    return seq(
      end.set(bytes(4)),
      forUpTo(offset, bytes(0), end.get, 4, seq(target.set(element(frame.base.get, i32.load(offset.get, layout.columns))), body(scalar))),
    );
  }
  const row = scope.local('i32', 'row');
  const vectors = seq(
    offset.set(row.get),
    target.set(frame.base.get),
    end.set(i32.add(frame.base.get, i32.const(layout.rowBytes))),
    doWhile(
      seq(
        body({ pre, post: target, offset, lanes: simdLanes, fixed: 'pre' }),
        offset.set(i32.add(offset.get, i32.const(16))),
        target.set(i32.add(target.get, i32.const(16))),
      ),
      i32.ltU(target.get, end.get),
    ),
  );
  const setRow = row.set(i32.mul(id.get, i32.const(layout.rowBytes)));
  if (!onlyActive) return seq(setRow, vectors);

  const entry = scope.local('i32', 'entry');
  const column = scope.local('i32', 'column');
  const listed = forUpTo(
    entry,
    frame.base.get,
    end.get,
    4,
    seq(
      column.set(i32.shl(i32.load(entry.get, post.active), i32.const(2))),
      offset.set(i32.add(row.get, column.get)),
      target.set(i32.add(frame.base.get, column.get)),
      body(scalar),
    ),
  );
  // A vector costs about as much as a listed synapse: past one in four the list is the slower way, and both give the same weights.
  const active = i32.load(frame.base.get, post.activeCount);
  return seq(
    setRow,
    end.set(element(frame.base.get, active)),
    when(i32.leU(active, i32.const(Math.ceil(connection.post.size / 4))), listed, vectors),
  );
}

/** Every synapse onto a postsynaptic neuron `post` (index in `id`), or with `onlyActive` those from neurons that have spiked in this sample. */
export function eachOfColumn(learning: Learning, id: Local, post: Local, onlyActive: boolean, body: SynapseBody): Code {
  const { connection, layout, pre, scope, frame } = learning;
  const { topology } = connection;
  if (isConvolution(topology)) {
    return eachSource(scope, topology, id, frame.base, ({ source, offset }) =>
      body({ pre: source, post, offset, lanes: scalarLanes, fixed: undefined }),
    );
  }
  const offset = scope.local('i32', 'offset');
  const source = scope.local('i32', 'source');
  const end = scope.local('i32', 'end');
  const synapse: Synapse = { pre: source, post, offset, lanes: scalarLanes, fixed: undefined };
  if (topology.kind === 'one-to-one')
    return seq(offset.set(i32.shl(id.get, i32.const(2))), source.set(element(frame.base.get, id.get)), body(synapse));
  const entry = scope.local('i32', 'entry');
  if (topology.kind === 'sparse') {
    const bytes = (k: number): Code => i32.shl(i32.load(i32.shl(id.get, i32.const(2)), layout.columnStarts + k), i32.const(3));
    return seq(
      end.set(bytes(4)),
      forUpTo(
        entry,
        bytes(0),
        end.get,
        8,
        seq(
          source.set(element(frame.base.get, i32.load(entry.get, layout.columnEntries))),
          offset.set(i32.load(entry.get, layout.columnEntries + 4)),
          body(synapse),
        ),
      ),
    );
  }
  const column = i32.shl(id.get, i32.const(2));
  if (!onlyActive) {
    return seq(
      offset.set(column),
      end.set(i32.add(frame.base.get, i32.const(connection.pre.size * 4))),
      forUpTo(source, frame.base.get, end.get, 4, seq(body(synapse), offset.set(i32.add(offset.get, i32.const(layout.rowBytes))))),
    );
  }
  const neuron = scope.local('i32', 'neuron');
  return seq(
    end.set(element(frame.base.get, i32.load(frame.base.get, pre.activeCount))),
    forUpTo(
      entry,
      frame.base.get,
      end.get,
      4,
      seq(
        neuron.set(i32.load(entry.get, pre.active)),
        source.set(element(frame.base.get, neuron.get)),
        offset.set(i32.add(i32.mul(neuron.get, i32.const(layout.rowBytes)), column)),
        body(synapse),
      ),
    ),
  );
}

/** Every weight once, four at a time, for statements that read weights and signals only. */
export function eachWeight({ layout, scope, frame }: Learning, body: SynapseBody): Code {
  const offset = scope.local('i32', 'offset');
  const weight: Synapse = { pre: frame.base, post: frame.base, offset, lanes: simdLanes, fixed: undefined };
  return forUpTo(offset, i32.const(0), i32.const(4 * layout.weightElements), 16, body(weight));
}

/** Every synapse, row by row. */
export function eachSynapse(learning: Learning, body: SynapseBody): Code {
  const { connection, scope, frame } = learning;
  const id = scope.local('i32', 'every');
  const pre = scope.local('i32', 'everyPre');
  return forUpTo(
    id,
    i32.const(0),
    i32.const(connection.pre.size),
    1,
    seq(pre.set(element(frame.base.get, id.get)), eachOfRow(learning, id, pre, false, body)),
  );
}
