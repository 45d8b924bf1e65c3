import { type FunctionName, functionRow, type ValueType } from './functions.ts';
import type { Slot } from './ir.ts';
import { mapValues, type Value } from './value.ts';

/** Stands for the value of the `let` that binds it. */
export interface Reference {
  readonly kind: 'ref';
}

/** An expression whose names are resolved and whose constant parts are computed, before it is lowered to float32. */
export type Formula =
  | { readonly kind: 'value'; readonly type: ValueType; readonly value: Value }
  | { readonly kind: 'load'; readonly slot: Slot }
  | { readonly kind: 'call'; readonly fn: FunctionName; readonly args: readonly Formula[] }
  | { readonly kind: 'let'; readonly ref: Reference; readonly value: Formula; readonly body: Formula }
  | Reference;

export const number = (value: Value): Formula => ({ kind: 'value', type: 'float', value });
export const load = (slot: Slot): Formula => ({ kind: 'load', slot });

const isNumber = (formula: Formula | undefined, wanted: number): boolean => formula?.kind === 'value' && formula.value === wanted;

/** Applies a function: computed where the arguments are values, without operations that change nothing. */
export function call(fn: FunctionName, ...args: readonly Formula[]): Formula {
  const { evaluate, gives } = functionRow(fn);
  const values = args.flatMap((argument) => (argument.kind === 'value' ? [argument.value] : []));
  if (values.length === args.length)
    return { kind: 'value', type: gives, value: mapValues((a = 0, b = 0, c = 0) => evaluate(a, b, c), ...values) };
  return identity(fn, args) ?? { kind: 'call', fn, args };
}

function identity(fn: FunctionName, [a, b, c]: readonly Formula[]): Formula | undefined {
  if (fn === 'add') return isNumber(a, 0) ? b : isNumber(b, 0) ? a : undefined;
  if (fn === 'sub' && isNumber(b, 0)) return a;
  if (fn === 'mul') {
    if (isNumber(a, 0) || isNumber(b, 0)) return number(0);
    return isNumber(a, 1) ? b : isNumber(b, 1) ? a : undefined;
  }
  if (fn === 'div' && isNumber(b, 1)) return a;
  if (fn === 'where') return isNumber(a, 1) ? b : isNumber(a, 0) ? c : undefined;
  return undefined;
}

/** `value`, computed once and used several times in what `body` makes of it. */
export function bindOnce(value: Formula, body: (once: Formula) => Formula): Formula {
  if (value.kind !== 'call' && value.kind !== 'let') return body(value);
  const ref: Reference = { kind: 'ref' };
  return { kind: 'let', ref, value, body: body(ref) };
}

/** The formula with some of its loads replaced. */
export function substitute(formula: Formula, replace: (slot: Slot) => Formula | undefined): Formula {
  if (formula.kind === 'load') return replace(formula.slot) ?? formula;
  if (formula.kind === 'call') return call(formula.fn, ...formula.args.map((argument) => substitute(argument, replace)));
  if (formula.kind === 'let') return { ...formula, value: substitute(formula.value, replace), body: substitute(formula.body, replace) };
  return formula;
}

/** True where the formula reads a slot that passes the test. */
export function reads(formula: Formula, test: (slot: Slot) => boolean): boolean {
  if (formula.kind === 'load') return test(formula.slot);
  if (formula.kind === 'call') return formula.args.some((argument) => reads(argument, test));
  return formula.kind === 'let' && (reads(formula.value, test) || reads(formula.body, test));
}
