import { type Code, seq } from '../assembler/code.ts';
import type { Local } from '../assembler/instructions.ts';
import { eachSpike, element } from './frame.ts';
import type { Learning, Side } from './learning.ts';

/** A neuron by its index, and by the pointer `base + 4 * index` to what lies in arrays of all neurons. */
export interface SpikingNeuron {
  readonly id: Local;
  readonly pointer: Local;
}

/** Runs `body` for every neuron of one side that spikes in this step. */
export function eachSpikingNeuron(
  { scope, frame, pre, post }: Learning,
  side: Side,
  name: string,
  body: (neuron: SpikingNeuron) => Code,
): Code {
  return eachSpike(
    scope,
    frame,
    side === 'pre' ? pre : post,
    1,
    (id) => {
      const pointer = scope.local('i32', `${name}Pointer`);
      return seq(pointer.set(element(frame.base.get, id.get)), body({ id, pointer }));
    },
    name,
  );
}
