import type { Assign, Slot } from '@n3ml/equations';
import { type ConnectionLayout, type PopulationLayout, padded } from '../arena.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32, f32x4, forUpTo, i32, type Local, memory, v128, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder, Scope } from '../assembler/module.ts';
import { type ConnectionPlan, changesWeights, type RulePlan } from '../plan.ts';
import { eachLoad, emitExpression, type Lanes, scalarLanes, simdLanes, slotKey } from './expression.ts';
import { eachSpike, element, FRAME, type Frame, frameArguments, spikesOf } from './frame.ts';

/** A connection with a rule, and the function that is being written. */
interface Learning {
  readonly connection: ConnectionPlan;
  readonly rule: RulePlan;
  readonly layout: ConnectionLayout;
  readonly pre: PopulationLayout;
  readonly post: PopulationLayout;
  readonly scope: Scope;
  readonly frame: Frame;
}

type Side = 'pre' | 'post';
const isSynaptic = ({ slot }: Assign): boolean => slot.scope === 'synapse';
const splat = (lanes: Lanes, value: Code): Code => (lanes.width === 4 ? f32x4.splat(value) : value);

/** Where one synapse (or four side by side) is: pointers `base + 4 * index` of its neurons, and the byte offset of its weight. */
interface Synapse {
  readonly pre: Local;
  readonly post: Local;
  readonly offset: Local;
  readonly lanes: Lanes;
  /** The side whose values are the same for all four lanes. */
  readonly fixed: Side | undefined;
}

/** Statements on one synapse: loads what they read once, computes, clamps the weight if asked to, stores what they changed. */
function updateSynapse({ connection, layout, scope, frame }: Learning, assigns: readonly Assign[], synapse: Synapse, clamp: boolean): Code {
  const { lanes } = synapse;
  const cached = new Map<string, Local>();
  const loads: Code[] = [];
  const load = (slot: Slot): Code => {
    switch (slot.scope) {
      case 'synapse':
        return lanes.load(synapse.offset.get, slot.name === 'w' ? layout.weights : layout.synapse[slot.name]!);
      case 'pre':
      case 'post': {
        const offset = layout[slot.scope][slot.name]!;
        return synapse.fixed === slot.scope
          ? splat(lanes, f32.load(synapse[slot.scope].get, offset))
          : lanes.load(synapse[slot.scope].get, offset);
      }
      default:
        return splat(lanes, f32.load(frame.base.get, layout.signals[slot.name]!));
    }
  };
  const cache = (slot: Slot): Local => {
    const key = slotKey(slot);
    let local = cached.get(key);
    if (!local) {
      local = scope.local(lanes.type, slot.name);
      loads.push(local.set(load(slot)));
      cached.set(key, local);
    }
    return local;
  };
  for (const { slot, value } of assigns) {
    cache(slot);
    eachLoad(value, cache);
  }
  const updates = assigns.map(({ slot, value }) => cache(slot).set(emitExpression(value, lanes, scope, (read) => cache(read).get)));
  const changed = new Map(assigns.map(({ slot }) => [slot.name, slot]));
  const clampWeight = clamp && changed.has('w') ? cache({ scope: 'synapse', name: 'w' }) : undefined;
  return seq(
    ...loads,
    ...updates,
    clampWeight ? clampWeight.set(clamped(clampWeight.get, lanes, connection.bounds)) : [],
    ...[...changed.values()].map((slot) =>
      lanes.store(synapse.offset.get, cache(slot).get, slot.name === 'w' ? layout.weights : layout.synapse[slot.name]!),
    ),
  );
}

function clamped(w: Code, lanes: Lanes, [wMin, wMax]: readonly [number, number]): Code {
  const atLeast = wMin === Number.NEGATIVE_INFINITY ? w : lanes.binary.max(w, lanes.constant(wMin));
  return wMax === Number.POSITIVE_INFINITY ? atLeast : lanes.binary.min(atLeast, lanes.constant(wMax));
}

/** Statements that assign variables of the neuron that spiked, in the middle of a list of statements on its synapses. */
function updateNeuron({ layout, scope, frame }: Learning, side: Side, assigns: readonly Assign[], neuron: Local): Code {
  const place = (slot: Slot): Code => (slot.scope === 'signal' ? frame.base.get : neuron.get);
  const offset = (slot: Slot): number => (slot.scope === 'signal' ? layout.signals[slot.name]! : layout[side][slot.name]!);
  return seq(
    ...assigns.map(({ slot, value }) =>
      f32.store(
        neuron.get,
        emitExpression(value, scalarLanes, scope, (read) => f32.load(place(read), offset(read))),
        offset(slot),
      ),
    ),
  );
}

/** Splits statements into runs of those on synapses and those on the neuron, in order. */
function runsOf(assigns: readonly Assign[]): readonly (readonly Assign[])[] {
  const runs: Assign[][] = [];
  for (const assign of assigns) {
    const last = runs.at(-1);
    if (last && isSynaptic(last[0]!) === isSynaptic(assign)) last.push(assign);
    else runs.push([assign]);
  }
  return runs;
}

type SynapseBody = (synapse: Synapse) => Code;

/** Every synapse of a presynaptic neuron `pre` (index in `id`), or with `onlyActive` those onto neurons that have spiked in this sample. */
function eachOfRow(learning: Learning, id: Local, pre: Local, onlyActive: boolean, body: SynapseBody): Code {
  const { connection, layout, post, scope, frame } = learning;
  const { topology } = connection;
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
function eachOfColumn(learning: Learning, id: Local, post: Local, onlyActive: boolean, body: SynapseBody): Code {
  const { connection, layout, pre, scope, frame } = learning;
  const { topology } = connection;
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

/** Every synapse, four at a time; only for statements that read no neuron, or on dense connections. */
function eachSynapse(learning: Learning, body: SynapseBody): Code {
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

/** All spikes of one side in this step, with their statements. */
function onSpikes(learning: Learning, side: Side, assigns: readonly Assign[], clamp: boolean): Code {
  const { rule, scope, frame, layout, connection } = learning;
  const [cursor, last, id, neuron] = pointers(scope, side);
  const { from, to } = spikesOf(learning[side], frame, 1);
  const visit = side === 'pre' ? eachOfRow : eachOfColumn;
  const skips = side === 'pre' ? rule.onPreSkipsSilent : rule.onPostSkipsSilent;
  const statements = runsOf(assigns).map((run) =>
    isSynaptic(run[0]!)
      ? visit(learning, id, neuron, skips, (synapse) => updateSynapse(learning, run, synapse, clamp))
      : updateNeuron(learning, side, run, neuron),
  );
  const unsettle =
    connection.normalizedSum === undefined
      ? []
      : side === 'post'
        ? i32.store8(i32.add(frame.base.get, id.get), i32.const(1), layout.unsettled)
        : rule.onPreSkipsSilent
          ? []
          : unsettleAll(learning);
  return eachSpike(learning[side], cursor, last, id, from, to, seq(neuron.set(element(frame.base.get, id.get)), ...statements, unsettle));
}

/** The weights of every neuron count as changed. */
const unsettleAll = ({ connection, layout, frame }: Learning): Code =>
  memory.fill(i32.add(frame.base.get, i32.const(layout.unsettled)), i32.const(1), i32.const(connection.post.size));

/** Clamps the synapses that onPre has just touched. */
function clampRows(learning: Learning): Code {
  const { rule, scope, frame, pre } = learning;
  const w: Slot = { scope: 'synapse', name: 'w' };
  const asItIs: Assign = { slot: w, value: { op: 'load', slot: w } };
  const [cursor, last, id, neuron] = pointers(scope, 'touched');
  const { from, to } = spikesOf(pre, frame, 1);
  const row = eachOfRow(learning, id, neuron, rule.onPreSkipsSilent, (synapse) => updateSynapse(learning, [asItIs], synapse, true));
  return eachSpike(pre, cursor, last, id, from, to, seq(neuron.set(element(frame.base.get, id.get)), row));
}

/** The locals of a loop over spikes: cursor, end, the neuron's index and its pointer. */
function pointers(scope: Scope, name: string): readonly [Local, Local, Local, Local] {
  return [
    scope.local('i32', `${name}Spike`),
    scope.local('i32', `${name}End`),
    scope.local('i32', `${name}Id`),
    scope.local('i32', `${name}Pointer`),
  ];
}

/** Traces of one side: all decay, then those of the neurons that spike in this step are set. */
function traces(learning: Learning, side: Side): Code {
  const { rule, layout, scope, frame } = learning;
  const decay = rule.program.decay[side];
  const size = (side === 'pre' ? learning.connection.pre : learning.connection.post).size;
  const p = scope.local('i32', `${side}Trace`);
  const end = scope.local('i32', `${side}TraceEnd`);
  const read = (slot: Slot): Code =>
    slot.scope === 'signal'
      ? f32x4.splat(f32.load(frame.base.get, layout.signals[slot.name]!))
      : v128.load(p.get, layout[side][slot.name]!);
  const next = decay.map(({ slot, value }) => {
    const local = scope.local('v128', `next_${slot.name}`);
    return { set: local.set(emitExpression(value, simdLanes, scope, read)), store: v128.store(p.get, local.get, layout[side][slot.name]!) };
  });
  const decayAll = decay.length
    ? seq(
        p.set(frame.base.get),
        end.set(i32.add(frame.base.get, i32.const(padded(size) * 4))),
        doWhile(
          seq(...next.map(({ set }) => set), ...next.map(({ store }) => store), p.set(i32.add(p.get, i32.const(16)))),
          i32.ltU(p.get, end.get),
        ),
      )
    : [];
  const set = rule.program.atSpike[side];
  if (set.length === 0) return decayAll;
  const [cursor, last, id, neuron] = pointers(scope, `${side}Set`);
  const { from, to } = spikesOf(learning[side], frame, 1);
  return seq(
    decayAll,
    eachSpike(
      learning[side],
      cursor,
      last,
      id,
      from,
      to,
      seq(neuron.set(element(frame.base.get, id.get)), updateNeuron(learning, side, set, neuron)),
    ),
  );
}

/** Steps 5 and 6 for one connection: traces, onPre, onPost, onStep, the clamp. */
export function defineLearn(
  module: ModuleBuilder,
  connection: ConnectionPlan,
  layout: ConnectionLayout,
  pre: PopulationLayout,
  post: PopulationLayout,
): Call {
  const rule = connection.rule!;
  const { program } = rule;
  const define = (name: string, write: (learning: Learning) => Code): Call =>
    module.define(`${name}_${connection.name}`, FRAME, undefined, (scope, frame) =>
      write({ connection, rule, layout, pre, post, scope, frame }),
    );

  const decay = define('traces', (learning) =>
    seq(
      traces(learning, 'pre'),
      traces(learning, 'post'),
      program.decay.synapse.length
        ? eachSynapse(learning, (synapse) => updateSynapse(learning, program.decay.synapse, synapse, false))
        : [],
    ),
  );
  const preAlone = define('on_pre', (learning) => onSpikes(learning, 'pre', program.onPre, !rule.clampsInStep));
  // A weight that changes from both sides in one step is clamped once, after both changes.
  const both = define('on_pre_and_post', (learning) =>
    seq(
      onSpikes(learning, 'pre', program.onPre, false),
      onSpikes(learning, 'post', program.onPost, !rule.clampsInStep),
      !rule.clampsInStep && changesWeights(program.onPre) && connection.bounds.some(Number.isFinite) ? clampRows(learning) : [],
    ),
  );
  const step =
    program.onStep.length > 0
      ? define('on_step', (learning) => {
          const { frame } = learning;
          const all = seq(
            eachSynapse(learning, (synapse) => updateSynapse(learning, program.onStep, synapse, true)),
            connection.normalizedSum === undefined ? [] : unsettleAll(learning),
          );
          if (!rule.onStepSkipsZeroSignals) return all;
          const anySignal = program.signals
            .map((name) => f32.ne(f32.load(frame.base.get, layout.signals[name]!), f32.const(0)))
            .reduce((a, b) => i32.or(a, b));
          return when(anySignal, all);
        })
      : undefined;

  return module.define(`learn_${connection.name}`, FRAME, undefined, (_scope, frame) => {
    const values = frameArguments(frame);
    const preSpikes = spikesOf(pre, frame, 1);
    const postSpikes = spikesOf(post, frame, 1);
    return seq(
      decay(...values),
      when(i32.ne(postSpikes.from, postSpikes.to), both(...values), when(i32.ne(preSpikes.from, preSpikes.to), preAlone(...values))),
      step ? step(...values) : [],
    );
  });
}
