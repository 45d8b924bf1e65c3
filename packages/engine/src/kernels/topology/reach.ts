import type { Window } from '@n3ml/core';
import { type Code, seq } from '../../assembler/code.ts';
import { i32, type Local, select } from '../../assembler/instructions.ts';
import type { Scope } from '../../assembler/module.ts';

/** The windows that lie over a neuron, along one axis of the sheet. */
export interface Reach {
  /** Row or column of the neuron, counted from the edge of the padding. */
  readonly at: Local;
  /** The places at which these windows stand: `from` .. `to - 1`. */
  readonly from: Local;
  readonly to: Local;
}

/** `a / b` and `a % b` for a number that is known now: by 1 they cost nothing. */
export const quotient = (a: Code, b: number): Code => (b === 1 ? a : i32.divU(a, i32.const(b)));
export const remainder = (a: Code, b: number): Code => (b === 1 ? i32.const(0) : i32.remU(a, i32.const(b)));

/** Finds where a presynaptic neuron (index in `id`) lies, and the places whose windows lie over it: once for each spike. */
export function reach(
  scope: Scope,
  { input: [, width, channels], output, size, strides, padding }: Window,
  id: Local,
  body: (channel: Local, rows: Reach, columns: Reach) => Code,
): Code {
  const cell = scope.local('i32', 'cell');
  const channel = scope.local('i32', 'channel');
  const along = (k: 0 | 1, name: string, coordinate: Code): { reach: Reach; code: Code } => {
    const [at, from, to] = [scope.local('i32', name), scope.local('i32', `${name}From`), scope.local('i32', `${name}To`)];
    const first = i32.add(quotient(i32.sub(at.get, i32.const(size[k])), strides[k]), i32.const(1));
    const code = seq(
      at.set(i32.add(coordinate, i32.const(padding[k]))),
      from.set(select(i32.const(0), first, i32.ltU(at.get, i32.const(size[k])))),
      to.set(i32.add(quotient(at.get, strides[k]), i32.const(1))),
      to.set(select(to.get, i32.const(output[k]), i32.ltU(to.get, i32.const(output[k])))),
    );
    return { reach: { at, from, to }, code };
  };
  const rows = along(0, 'y', quotient(cell.get, width));
  const columns = along(1, 'x', remainder(cell.get, width));
  return seq(
    cell.set(quotient(id.get, channels)),
    channel.set(remainder(id.get, channels)),
    rows.code,
    columns.code,
    body(channel, rows.reach, columns.reach),
  );
}
