import type { Assign, Slot } from '@n3ml/equations';
import type { ConnectionLayout, PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { f32, i32, type Local, memory, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder } from '../assembler/module.ts';
import { isConvolution } from '../plan/convolution.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { changesWeights } from '../plan/plan-rule.ts';
import { eachSpikingNeuron } from './each-spiking-neuron.ts';
import { eachOfColumn, eachOfRow, eachSynapse, eachWeight } from './each-synapse.ts';
import { FRAME, frameArguments, spikesOf } from './frame.ts';
import type { Learning, Side } from './learning.ts';
import { updateNeuron, updateSynapse } from './statements.ts';
import { traces } from './traces.ts';

const w: Slot = { scope: 'synapse', name: 'w' };
const asItIs: Assign = { slot: w, value: { op: 'load', slot: w } };

const isSynaptic = ({ slot }: Assign): boolean => slot.scope === 'synapse';

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

/** All spikes of one side in this step, with their statements. */
function onSpikes(learning: Learning, side: Side, assigns: readonly Assign[], clamp: boolean): Code {
  const { rule, connection } = learning;
  const visit = side === 'pre' ? eachOfRow : eachOfColumn;
  const skips = side === 'pre' ? rule.onPreSkipsSilent : rule.onPostSkipsSilent;
  const runs = runsOf(assigns);
  // The next spike may meet the same weight where synapses share it: it is clamped before that, and not between the statements of one spike.
  const apart = isConvolution(connection.topology) && runs.filter((run) => isSynaptic(run[0]!)).length > 1;
  return eachSpikingNeuron(learning, side, side, ({ id, pointer }) =>
    seq(
      ...runs.map((run) =>
        isSynaptic(run[0]!)
          ? visit(learning, id, pointer, skips, (synapse) => updateSynapse(learning, run, synapse, clamp && !apart))
          : updateNeuron(learning, side, run, pointer),
      ),
      apart ? visit(learning, id, pointer, skips, (synapse) => updateSynapse(learning, [asItIs], synapse, clamp)) : [],
      unsettle(learning, side, id),
    ),
  );
}

/** Notes whose weights a spike has changed: those of the neuron that spiked, or of all that it projects to, where silent ones aren't skipped. */
function unsettle(learning: Learning, side: Side, id: Local): Code {
  const { connection, rule, layout, frame } = learning;
  if (connection.normalizedSum === undefined) return [];
  if (side === 'post') return i32.store8(i32.add(frame.base.get, id.get), i32.const(1), layout.unsettled);
  return rule.onPreSkipsSilent ? [] : unsettleAll(learning);
}

/** The weights of every neuron count as changed. */
const unsettleAll = ({ connection, layout, frame }: Learning): Code =>
  memory.fill(i32.add(frame.base.get, i32.const(layout.unsettled)), i32.const(1), i32.const(connection.post.size));

/** Clamps the synapses that onPre has just touched. */
function clampRows(learning: Learning): Code {
  return eachSpikingNeuron(learning, 'pre', 'touched', ({ id, pointer }) =>
    eachOfRow(learning, id, pointer, learning.rule.onPreSkipsSilent, (synapse) => updateSynapse(learning, [asItIs], synapse, true)),
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
      program.decay.synapse.length ? eachWeight(learning, (synapse) => updateSynapse(learning, program.decay.synapse, synapse, false)) : [],
    ),
  );
  const shared = isConvolution(connection.topology);
  const clamps = shared || !rule.clampsInStep;
  const preAlone = define('on_pre', (learning) => onSpikes(learning, 'pre', program.onPre, clamps));
  // A weight that changes from both sides in one step is clamped once, after both changes.
  const both = define('on_pre_and_post', (learning) =>
    seq(
      onSpikes(learning, 'pre', program.onPre, shared),
      onSpikes(learning, 'post', program.onPost, clamps),
      clamps && !shared && changesWeights(program.onPre) && connection.bounds.some(Number.isFinite) ? clampRows(learning) : [],
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
