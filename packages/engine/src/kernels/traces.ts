import { type Code, seq } from '../assembler/code.ts';
import { f32, f32x4, v128 } from '../assembler/instructions.ts';
import { eachSpikingNeuron } from './each-spiking-neuron.ts';
import type { Learning, Side } from './learning.ts';
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
  return seq(
    decayAll,
    eachSpikingNeuron(learning, side, `${side}Set`, ({ pointer }) => updateNeuron(learning, side, set, pointer)),
  );
}
