import { type ConnectionLayout, type PopulationLayout, padded } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32, f32x4, forUpTo, i32, type Local, memory, select, v128, when, whileLoop } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder, Scope } from '../assembler/module.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { eachSpike, element, FRAME, type Frame, spikesOf } from './frame.ts';

/** What a propagation kernel works on. */
interface Propagation {
  readonly connection: ConnectionPlan;
  readonly layout: ConnectionLayout;
  readonly pre: PopulationLayout;
  /** The currents that it adds to: a pointer, and an offset to it. */
  readonly target: Local;
  readonly currents: number;
  readonly scope: Scope;
  readonly frame: Frame;
}

/** Rows that are added in one pass over the postsynaptic currents, so that the currents are read and written once for all of them. */
const ROWS_PER_PASS = [8, 4, 2, 1];
/** Vectors per turn of the loop over a row. */
const UNROLL = 4;

/** Adds the rows of all spiking neurons to the currents, row after row for each current, several rows in one pass. */
function dense({ layout, pre, target, currents, scope, frame }: Propagation): Code {
  const cursor = scope.local('i32', 'spike');
  const end = scope.local('i32', 'spikeEnd');
  const column = scope.local('i32', 'column');
  const rows = Array.from({ length: ROWS_PER_PASS[0]! }, (_, k) => scope.local('i32', `row${k}`));
  const { from, to } = spikesOf(pre, frame, 0);

  const addVectors = (rowCount: number, vectors: number): Code =>
    seq(
      ...Array.from({ length: vectors }, (_, vector) => {
        const sum = rows
          .slice(0, rowCount)
          .reduce(
            (total, row) => f32x4.add(total, v128.load(i32.add(row.get, column.get), vector * 16)),
            v128.load(i32.add(target.get, column.get), currents + vector * 16),
          );
        return v128.store(i32.add(target.get, column.get), sum, currents + vector * 16);
      }),
    );
  const whole = Math.floor(layout.rowBytes / (16 * UNROLL)) * 16 * UNROLL;
  const pass = (rowCount: number): Code =>
    seq(
      ...rows
        .slice(0, rowCount)
        .map((row, k) =>
          row.set(i32.add(i32.const(layout.weights), i32.mul(i32.load(cursor.get, pre.log + 4 * k), i32.const(layout.rowBytes)))),
        ),
      column.set(i32.const(0)),
      whole
        ? doWhile(
            seq(addVectors(rowCount, UNROLL), column.set(i32.add(column.get, i32.const(16 * UNROLL)))),
            i32.ltU(column.get, i32.const(whole)),
          )
        : [],
      addVectors(rowCount, (layout.rowBytes - whole) / 16),
      cursor.set(i32.add(cursor.get, i32.const(4 * rowCount))),
    );
  const passes = ROWS_PER_PASS.map((rowCount, k) => {
    const enough = i32.leU(i32.add(cursor.get, i32.const(4 * rowCount)), end.get);
    return k === 0 ? whileLoop(enough, pass(rowCount)) : when(enough, pass(rowCount));
  });
  return seq(cursor.set(from), end.set(to), ...passes);
}

/** The current of every neuron grows by the sum over all spikes, less its own partner's. */
function allButSelf({ connection, pre, target, currents, scope, frame }: Propagation): Code {
  const weight = f32.const(connection.weights as number);
  const total = scope.local('v128', 'total');
  const p = scope.local('i32', 'p');
  const end = scope.local('i32', 'end');
  const { from, to } = spikesOf(pre, frame, 0);
  const count = i32.shrU(i32.sub(to, from), i32.const(2));
  const addTotal = seq(
    total.set(f32x4.splat(f32.mul(weight, f32.fromI32(count)))),
    p.set(target.get),
    end.set(i32.add(target.get, i32.const(padded(connection.post.size) * 4))),
    doWhile(
      seq(v128.store(p.get, f32x4.add(v128.load(p.get, currents), total.get), currents), p.set(i32.add(p.get, i32.const(16)))),
      i32.ltU(p.get, end.get),
    ),
  );
  const takeOwn = (id: Local): Code => {
    const own = element(target.get, id.get);
    return f32.store(own, f32.sub(f32.load(own, currents), weight), currents);
  };
  return seq(when(i32.ne(from, to), addTotal), eachSpike(scope, frame, pre, 0, takeOwn, 'pre'));
}

function oneToOne({ connection, layout, pre, target, currents, scope, frame }: Propagation): Code {
  const weight = (id: Local): Code =>
    typeof connection.weights === 'number' ? f32.const(connection.weights) : f32.load(i32.shl(id.get, i32.const(2)), layout.weights);
  return eachSpike(
    scope,
    frame,
    pre,
    0,
    (id) => {
      const own = element(target.get, id.get);
      return f32.store(own, f32.add(f32.load(own, currents), weight(id)), currents);
    },
    'pre',
  );
}

function sparse({ layout, pre, target, currents, scope, frame }: Propagation): Code {
  const row = (id: Local): Code => {
    const [entry, entryEnd] = [scope.local('i32', 'entry'), scope.local('i32', 'entryEnd')];
    const current = element(target.get, i32.load(entry.get, layout.columns));
    const add = f32.store(current, f32.add(f32.load(current, currents), f32.load(entry.get, layout.weights)), currents);
    const start = (offset: number): Code => i32.shl(i32.load(i32.shl(id.get, i32.const(2)), layout.rows + offset), i32.const(2));
    return seq(entryEnd.set(start(4)), forUpTo(entry, start(0), entryEnd.get, 4, add));
  };
  return eachSpike(scope, frame, pre, 0, row, 'pre');
}

const byTopology = { dense, sparse, 'one-to-one': oneToOne, 'all-but-self': allButSelf };

/** Adds the slot that is due to the currents, empties it, and turns the ring. */
function deliver(dueSlot: Code, { connection, layout, target, currents, scope, frame }: Propagation): Code {
  const bytes = padded(connection.post.size) * 4;
  const p = scope.local('i32', 'due');
  const q = scope.local('i32', 'current');
  const end = scope.local('i32', 'dueEnd');
  const turned = i32.add(i32.load(frame.base.get, layout.ringSlot), i32.const(1));
  return seq(
    p.set(dueSlot),
    q.set(target.get),
    end.set(i32.add(p.get, i32.const(bytes))),
    doWhile(
      seq(
        v128.store(q.get, f32x4.add(v128.load(q.get, currents), v128.load(p.get, layout.ring)), currents),
        p.set(i32.add(p.get, i32.const(16))),
        q.set(i32.add(q.get, i32.const(16))),
      ),
      i32.ltU(p.get, end.get),
    ),
    memory.fill(i32.add(dueSlot, i32.const(layout.ring)), i32.const(0), i32.const(bytes)),
    i32.store(frame.base.get, select(i32.const(0), turned, i32.eq(turned, i32.const(connection.longestDelay + 1))), layout.ringSlot),
  );
}

/** A spike goes into the slot of the ring that is due when it arrives. One delay per weight. */
function scatter({ connection, layout, pre, scope, frame }: Propagation): Code {
  const slots = connection.longestDelay + 1;
  const slotBytes = padded(connection.post.size) * 4;
  const row = (id: Local): Code => {
    const entry = scope.local('i32', 'entry');
    const entryEnd = scope.local('i32', 'entryEnd');
    const slot = scope.local('i32', 'slot');
    const target = scope.local('i32', 'target');
    const column = scope.local('i32', 'column');
    const start = i32.mul(id.get, i32.const(layout.rowBytes));
    const add = seq(
      slot.set(i32.add(i32.load(frame.base.get, layout.ringSlot), i32.load16(i32.shrU(entry.get, i32.const(1)), layout.delays))),
      slot.set(select(i32.sub(slot.get, i32.const(slots)), slot.get, i32.geU(slot.get, i32.const(slots)))),
      target.set(i32.add(i32.add(frame.base.get, column.get), i32.mul(slot.get, i32.const(slotBytes)))),
      f32.store(target.get, f32.add(f32.load(target.get, layout.ring), f32.load(entry.get, layout.weights)), layout.ring),
      column.set(i32.add(column.get, i32.const(4))),
    );
    return seq(
      column.set(i32.const(0)),
      entryEnd.set(i32.add(start, i32.const(connection.post.size * 4))),
      forUpTo(entry, start, entryEnd.get, 4, add),
    );
  };
  return eachSpike(scope, frame, pre, 0, row, 'pre');
}

/** The current that a connection adds to its target in this step, from the spikes of the previous one (and earlier, where there are delays). */
export function definePropagate(
  module: ModuleBuilder,
  connection: ConnectionPlan,
  layout: ConnectionLayout,
  pre: PopulationLayout,
  post: PopulationLayout,
): Call {
  return module.define(`propagate_${connection.name}`, FRAME, undefined, (scope, frame) => {
    const propagation: Propagation = {
      connection,
      layout,
      pre,
      target: frame.base,
      currents: post.channels[connection.channel]!,
      scope,
      frame,
    };
    const propagate = byTopology[connection.topology.kind];
    if (connection.longestDelay === 0) return propagate(propagation);

    const slotPointer = (slot: Code): Code => i32.add(frame.base.get, i32.mul(slot, i32.const(padded(connection.post.size) * 4)));
    const dueSlot = i32.load(frame.base.get, layout.ringSlot);
    if (typeof connection.delay !== 'number') return seq(scatter(propagation), deliver(slotPointer(dueSlot), propagation));
    // The slot before the one that is due comes last: it is due longestDelay steps from now.
    const last = scope.local('i32', 'last');
    const lastSlot = select(i32.const(connection.longestDelay), i32.sub(dueSlot, i32.const(1)), i32.eqz(dueSlot));
    return seq(
      last.set(slotPointer(lastSlot)),
      propagate({ ...propagation, target: last, currents: layout.ring }),
      deliver(slotPointer(dueSlot), propagation),
    );
  });
}
