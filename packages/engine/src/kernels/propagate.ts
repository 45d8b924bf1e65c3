import { type ConnectionLayout, type PopulationLayout, padded } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32, f32x4, forUpTo, i32, memory, select, v128 } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder } from '../assembler/module.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { FRAME } from './frame.ts';
import { eachArrival, type Propagation } from './propagation.ts';
import { allButSelf } from './topology/all-but-self.ts';
import { convolution } from './topology/convolution.ts';
import { dense } from './topology/dense.ts';
import { oneToOne } from './topology/one-to-one.ts';
import { pool2d } from './topology/pool2d.ts';
import { sparse } from './topology/sparse.ts';

const byTopology = {
  dense,
  sparse,
  'one-to-one': oneToOne,
  'all-but-self': allButSelf,
  conv2d: convolution,
  'depthwise-conv2d': convolution,
  pool2d,
};

/** Adds one array of postsynaptic currents, which starts at `from`, to the currents. */
function addCurrents({ connection, target, currents, scope }: Propagation, from: Code, offset: number): Code {
  const [p, q, end] = [scope.local('i32', 'added'), scope.local('i32', 'current'), scope.local('i32', 'currentsEnd')];
  return seq(
    p.set(from),
    q.set(target.get),
    end.set(i32.add(q.get, i32.const(padded(connection.post.size) * 4))),
    doWhile(
      seq(
        v128.store(q.get, f32x4.add(v128.load(q.get, currents), v128.load(p.get, offset)), currents),
        p.set(i32.add(p.get, i32.const(16))),
        q.set(i32.add(q.get, i32.const(16))),
      ),
      i32.ltU(q.get, end.get),
    ),
  );
}

/** Adds the slot that is due to the currents, empties it, and turns the ring. */
function deliver(dueSlot: Code, propagation: Propagation): Code {
  const { connection, layout, frame } = propagation;
  const turned = i32.add(i32.load(frame.base.get, layout.ringSlot), i32.const(1));
  return seq(
    addCurrents(propagation, dueSlot, layout.ring),
    memory.fill(i32.add(dueSlot, i32.const(layout.ring)), i32.const(0), i32.const(padded(connection.post.size) * 4)),
    i32.store(frame.base.get, select(i32.const(0), turned, i32.eq(turned, i32.const(connection.longestDelay + 1))), layout.ringSlot),
  );
}

/** A spike goes into the slot of the ring that is due when it arrives. One delay per weight. */
function scatter(propagation: Propagation): Code {
  const { connection, layout, scope, frame } = propagation;
  const slots = connection.longestDelay + 1;
  const slotBytes = padded(connection.post.size) * 4;
  const [entry, entryEnd] = [scope.local('i32', 'entry'), scope.local('i32', 'entryEnd')];
  const [slot, target, column] = [scope.local('i32', 'slot'), scope.local('i32', 'target'), scope.local('i32', 'column')];
  return eachArrival(propagation, (id, { one }) => {
    const start = i32.mul(id.get, i32.const(layout.rowBytes));
    const add = seq(
      slot.set(i32.add(i32.load(frame.base.get, layout.ringSlot), i32.load16(i32.shrU(entry.get, i32.const(1)), layout.delays))),
      slot.set(select(i32.sub(slot.get, i32.const(slots)), slot.get, i32.geU(slot.get, i32.const(slots)))),
      target.set(i32.add(i32.add(frame.base.get, column.get), i32.mul(slot.get, i32.const(slotBytes)))),
      f32.store(target.get, f32.add(f32.load(target.get, layout.ring), one(f32.load(entry.get, layout.weights))), layout.ring),
      column.set(i32.add(column.get, i32.const(4))),
    );
    return seq(
      column.set(i32.const(0)),
      entryEnd.set(i32.add(start, i32.const(connection.post.size * 4))),
      forUpTo(entry, start, entryEnd.get, 4, add),
    );
  });
}

/**
 * What a connection adds to its target in this step: for the spikes of the previous step (and earlier ones, where there are delays), for those of this step where
 * they arrive in it, or what a current brings.
 */
export function definePropagate(
  module: ModuleBuilder,
  connection: ConnectionPlan,
  layout: ConnectionLayout,
  pre: PopulationLayout,
  post: PopulationLayout,
): Call {
  return module.define(`propagate_${connection.name}`, FRAME, undefined, (scope, frame) => {
    const currents = post.channels[connection.channel]!;
    const propagation: Propagation = { connection, layout, pre, target: frame.base, currents, scope, frame };
    if (pre.carries === 'current') return addCurrents(propagation, frame.base.get, layout.inflow);
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

/**
 * What a current brings through a connection in every step. The neurons whose current isn't 0 are listed like the spikes of step 0, with their currents as
 * scales, so that a current travels like a spike does; called with s = 0.
 */
export function defineInflow(module: ModuleBuilder, connection: ConnectionPlan, layout: ConnectionLayout, pre: PopulationLayout): Call {
  return module.define(`inflow_${connection.name}`, FRAME, undefined, (scope, frame) => {
    const propagation: Propagation = { connection, layout, pre, target: frame.base, currents: layout.inflow, scope, frame };
    return seq(
      memory.fill(i32.add(frame.base.get, i32.const(layout.inflow)), i32.const(0), i32.const(padded(connection.post.size) * 4)),
      byTopology[connection.topology.kind](propagation),
    );
  });
}
