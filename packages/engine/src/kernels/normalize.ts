import type { ConnectionLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { f32, f64, forUpTo, i32, type Local, select, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder, Scope } from '../assembler/module.ts';
import type { ConnectionPlan } from '../plan/plan.ts';

/** The weights of one postsynaptic neuron after the other, or of all listed ones row by row: what is done to each. */
type WeightBody = (post: Code, offset: Code) => Code;

/** Visits the weights onto the neurons of the unsettled list: row by row, for a row lies together in memory. */
function eachWeight(
  connection: ConnectionPlan,
  layout: ConnectionLayout,
  base: Local,
  listEnd: Local,
  scope: Scope,
  body: WeightBody,
): Code {
  const entry = scope.local('i32', 'entry');
  const offset = scope.local('i32', 'offset');
  const post = scope.local('i32', 'post');
  const listed = (inner: Code): Code =>
    forUpTo(entry, base.get, listEnd.get, 4, seq(post.set(i32.load(entry.get, layout.unsettledList)), inner));
  if (connection.topology.kind === 'sparse') {
    const [synapse, end] = [scope.local('i32', 'synapse'), scope.local('i32', 'end')];
    const bytes = (k: number): Code => i32.shl(i32.load(i32.shl(post.get, i32.const(2)), layout.columnStarts + k), i32.const(3));
    const column = forUpTo(
      synapse,
      bytes(0),
      end.get,
      8,
      seq(offset.set(i32.load(synapse.get, layout.columnEntries + 4)), body(post.get, offset.get)),
    );
    return listed(seq(end.set(bytes(4)), column));
  }
  const row = scope.local('i32', 'row');
  return forUpTo(
    row,
    i32.const(0),
    i32.const(connection.pre.size * layout.rowBytes),
    layout.rowBytes,
    listed(seq(offset.set(i32.add(row.get, i32.shl(post.get, i32.const(2)))), body(post.get, offset.get))),
  );
}

/**
 * Scales the weights into each neuron whose weights have changed to the given sum, then clamps them. Sums are taken in double precision. A neuron
 * whose scaled weights were clamped stays on the list for the next time, for its sum is not there yet; one whose weights sum to 0 stays as it is.
 */
export function defineNormalize(module: ModuleBuilder, connection: ConnectionPlan, layout: ConnectionLayout): Call {
  const [wMin, wMax] = connection.bounds;
  const sum = connection.normalizedSum!;
  return module.define(`normalize_${connection.name}`, { base: 'i32' }, undefined, (scope, { base }) => {
    const post = scope.local('i32', 'neuron');
    const listEnd = scope.local('i32', 'listEnd');
    const scaled = scope.local('f32', 'scaled');
    const clamped = scope.local('f32', 'clamped');
    const at = (index: Code): Code => i32.add(base.get, i32.shl(index, i32.const(3)));

    const list = seq(
      listEnd.set(base.get),
      forUpTo(
        post,
        i32.const(0),
        i32.const(connection.post.size),
        1,
        when(
          i32.load8(i32.add(base.get, post.get), layout.unsettled),
          seq(
            i32.store(listEnd.get, post.get, layout.unsettledList),
            listEnd.set(i32.add(listEnd.get, i32.const(4))),
            i32.store8(i32.add(base.get, post.get), i32.const(0), layout.unsettled),
            f64.store(at(post.get), f64.const(0), layout.sums),
          ),
        ),
      ),
    );
    const add = eachWeight(connection, layout, base, listEnd, scope, (neuron, offset) =>
      f64.store(at(neuron), f64.add(f64.load(at(neuron), layout.sums), f64.fromF32(f32.load(offset, layout.weights))), layout.sums),
    );
    // The factor, as float32, takes the place of the sum.
    const entry = scope.local('i32', 'factorEntry');
    const total = f64.load(at(post.get), layout.sums);
    const quotient = f32.fromF64(f64.div(f64.const(sum), total));
    const factors = forUpTo(
      entry,
      base.get,
      listEnd.get,
      4,
      seq(
        post.set(i32.load(entry.get, layout.unsettledList)),
        f32.store(at(post.get), select(quotient, f32.const(1), f64.ne(total, f64.const(0))), layout.sums),
      ),
    );
    const scale = eachWeight(connection, layout, base, listEnd, scope, (neuron, offset) =>
      seq(
        scaled.set(f32.mul(f32.load(offset, layout.weights), f32.load(at(neuron), layout.sums))),
        clamped.set(f32.min(f32.max(scaled.get, f32.const(wMin)), f32.const(wMax))),
        f32.store(offset, clamped.get, layout.weights),
        when(f32.ne(clamped.get, scaled.get), i32.store8(i32.add(base.get, neuron), i32.const(1), layout.unsettled)),
      ),
    );
    return seq(list, add, factors, scale);
  });
}
