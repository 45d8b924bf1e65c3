import type { Assign, Slot } from '@n3ml/equations';
import { padded } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, i32, type Local, v128 } from '../assembler/instructions.ts';
import type { Scope } from '../assembler/module.ts';
import { emitExpression } from './expression.ts';
import { simdLanes } from './lanes.ts';

/**
 * One step of the equations of variables that each neuron has for itself, four neurons at a time: all are computed, then all are stored.
 * @param places where the variables lie, as offsets to `base`
 * @param read the code of a symbol that the equations read, for the vector at the given pointer
 */
export function stepVariables(
  scope: Scope,
  base: Local,
  size: number,
  assigns: readonly Assign[],
  places: Readonly<Record<string, number>>,
  read: (slot: Slot, pointer: Local) => Code,
): Code {
  const p = scope.local('i32', 'p');
  const end = scope.local('i32', 'end');
  const next = assigns.map(({ slot, value }) => {
    const local = scope.local('v128', `next_${slot.name}`);
    const code = emitExpression(value, simdLanes, scope, (symbol) => read(symbol, p));
    return { set: local.set(code), store: v128.store(p.get, local.get, places[slot.name]!) };
  });
  return seq(
    p.set(base.get),
    end.set(i32.add(base.get, i32.const(padded(size) * 4))),
    doWhile(
      seq(...next.map(({ set }) => set), ...next.map(({ store }) => store), p.set(i32.add(p.get, i32.const(16)))),
      i32.ltU(p.get, end.get),
    ),
  );
}
