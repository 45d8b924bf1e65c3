import type { PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { forUpTo, i32, type Local } from '../assembler/instructions.ts';
import type { Scope } from '../assembler/module.ts';

/** The parameters of every kernel of a step: where the local part starts, the step of this call, the step since the reset, and whether to learn. */
export const FRAME = { base: 'i32', s: 'i32', t: 'i32', learn: 'i32' } as const;

/** The parameters as locals. */
export type Frame = { readonly [K in keyof typeof FRAME]: Local };

/** The arguments with which one kernel of a step calls another. */
export const frameArguments = (frame: Frame): readonly Code[] => [frame.base.get, frame.s.get, frame.t.get, frame.learn.get];

/** `address + 4 * index` */
export const element = (address: Code, index: Code): Code => i32.add(address, i32.shl(index, i32.const(2)));

/**
 * The ends of the spikes of one step in a population's log, as pointers `base + 4 * position`: an id is `i32.load(pointer, layout.log)`.
 * @param step 0 for the previous step, 1 for this one
 */
export function spikesOf({ offsets }: PopulationLayout, { base, s }: Frame, step: 0 | 1): { readonly from: Code; readonly to: Code } {
  const position = (k: number): Code => element(base.get, i32.load(element(base.get, s.get), offsets + 4 * k));
  return { from: position(step), to: position(step + 1) };
}

/**
 * Runs `body` for every spike of a population in one step.
 * @param step 0 for the previous step, 1 for this one
 * @param body gives the code for the neuron whose index `id` holds, and whose place in the log `cursor` points to
 * @param name what the local variables of the loop are called after
 */
export function eachSpike(
  scope: Scope,
  frame: Frame,
  layout: PopulationLayout,
  step: 0 | 1,
  body: (id: Local, cursor: Local) => Code,
  name: string,
): Code {
  const [cursor, end, id] = [
    scope.local('i32', `${name}Spike`),
    scope.local('i32', `${name}SpikeEnd`),
    scope.local('i32', `${name}Neuron`),
  ];
  const { from, to } = spikesOf(layout, frame, step);
  return seq(end.set(to), forUpTo(cursor, from, end.get, 4, seq(id.set(i32.load(cursor.get, layout.log)), body(id, cursor))));
}
