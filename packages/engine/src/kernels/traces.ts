import { type Code, seq } from '../assembler/code.ts';
import { f32, f32x4, v128 } from '../assembler/instructions.ts';
import { eachSpike, element, spikesOf } from './frame.ts';
import { type Learning, type Side, spikeLocals } from './learning.ts';
import { updateNeuron } from './statements.ts';
import { stepVariables } from './step-variables.ts';

/** Traces of one side: all decay, then those of the neurons that spike in this step are set. */
export function traces(learning: Learning, side: Side): Code {
  const { rule, layout, connection, scope, frame } = learning;
  const decay = rule.program.decay[side];
  const decayAll = decay.length
    ? stepVariables(scope, frame.base, connection[side].size, decay, layout[side], (slot, pointer) =>
        slot.scope === 'signal'
          ? f32x4.splat(f32.load(frame.base.get, layout.signals[slot.name]!))
          : v128.load(pointer.get, layout[side][slot.name]!),
      )
    : [];
  const set = rule.program.atSpike[side];
  if (set.length === 0) return decayAll;
  const [cursor, last, id, neuron] = spikeLocals(scope, `${side}Set`);
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
