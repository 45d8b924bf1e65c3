import { EquationError, type Source } from './equation-error.ts';
import type { Formula } from './formula.ts';
import type { Assign, Slot } from './ir.ts';
import { type Constants, lowerAssign } from './lower.ts';
import { type Names, resolve, unknownSymbol } from './resolve.ts';
import type { Statement } from './statement.ts';

/** What the statements of one place may assign and read. */
export interface Place {
  readonly source: Source;
  readonly variables: ReadonlyMap<string, Slot>;
  /** Names that exist and can't be assigned, with what they are: 'a parameter', 'a signal'. */
  readonly readOnly: ReadonlyMap<string, string>;
  /** Names for reading; they may depend on what is assigned. */
  readonly names: (target: Slot) => Names;
}

/** The slot that a statement assigns. */
export function targetOf({ target, at }: Statement, { source, variables, readOnly }: Place): Slot {
  const slot = variables.get(target);
  if (slot) return slot;
  const what = readOnly.get(target);
  if (what === undefined) throw unknownSymbol(target, at, source, variables.keys());
  throw new EquationError('N3ML_ASSIGNED_PARAMETER', `'${target}' is ${what}: ${source.title} can read it, not assign it.`, source, at);
}

/** Checks a statement and resolves its value. */
export function resolveStatement(statement: Statement, place: Place): { readonly slot: Slot; readonly value: Formula } {
  const slot = targetOf(statement, place);
  return { slot, value: resolve(statement.value, 'float', place.source, place.names(slot)) };
}

/** Checks a statement and lowers it. */
export function compileStatement(statement: Statement, place: Place, constants: Constants): Assign {
  const { slot, value } = resolveStatement(statement, place);
  return lowerAssign(slot, value, constants);
}
