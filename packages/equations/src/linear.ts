import { call, type Formula, number, reads } from './formula.ts';
import type { Slot } from './ir.ts';
import { sameSlot } from './same-slot.ts';
import { mapValues, type Value } from './value.ts';

/** A sum of things with coefficients that are known at compile time, and a constant. */
export interface Combination {
  readonly constant: Value;
  readonly terms: readonly { readonly coefficient: Value; readonly of: Formula }[];
}

const scale = ({ constant, terms }: Combination, f: (value: number, by: number) => number, by: Value): Combination => ({
  constant: mapValues((value = 0, factor = 0) => f(value, factor), constant, by),
  terms: terms.map(({ coefficient, of }) => ({ coefficient: mapValues((value = 0, factor = 0) => f(value, factor), coefficient, by), of })),
});

const times = (value: number, factor: number): number => value * factor;
const over = (value: number, divisor: number): number => value / divisor;

const sameLoad = (a: Formula, b: Formula): boolean => a.kind === 'load' && b.kind === 'load' && sameSlot(a.slot, b.slot);

/** Adds up two combinations; loads of the same slot become one term. */
export function sum(a: Combination, b: Combination): Combination {
  const terms = [...a.terms];
  for (const term of b.terms) {
    const index = terms.findIndex(({ of }) => sameLoad(of, term.of));
    const same = terms[index];
    if (same) terms[index] = { of: same.of, coefficient: mapValues((x = 0, y = 0) => x + y, same.coefficient, term.coefficient) };
    else terms.push(term);
  }
  return {
    constant: mapValues((x = 0, y = 0) => x + y, a.constant, b.constant),
    terms: terms.filter(({ coefficient }) => coefficient !== 0),
  };
}

/** Takes a formula apart into a linear combination; what can't be taken apart is a term of its own. */
export function combination(formula: Formula): Combination {
  if (formula.kind === 'value') return { constant: formula.value, terms: [] };
  const whole: Combination = { constant: 0, terms: [{ coefficient: 1, of: formula }] };
  if (formula.kind !== 'call') return whole;
  const [a, b] = formula.args;
  if (!a) return whole;
  if (formula.fn === 'neg') return scale(combination(a), times, -1);
  if (!b) return whole;
  if (formula.fn === 'add') return sum(combination(a), combination(b));
  if (formula.fn === 'sub') return sum(combination(a), scale(combination(b), times, -1));
  if (formula.fn === 'mul') {
    const left = combination(a);
    const right = combination(b);
    if (left.terms.length === 0) return scale(right, times, left.constant);
    if (right.terms.length === 0) return scale(left, times, right.constant);
  }
  if (formula.fn === 'div') {
    const right = combination(b);
    if (right.terms.length === 0) return scale(combination(a), over, right.constant);
  }
  return whole;
}

/** `slope * variable + offset`, where neither reads the variable; undefined where the formula isn't of that form. */
export function affineIn(
  formula: Formula,
  isVariable: (slot: Slot) => boolean,
): { readonly slope: Formula; readonly offset: Formula } | undefined {
  if (!reads(formula, isVariable)) return { slope: number(0), offset: formula };
  if (formula.kind === 'load') return { slope: number(1), offset: number(0) };
  if (formula.kind !== 'call') return undefined;
  const [a, b] = formula.args.map((argument) => affineIn(argument, isVariable));
  if (!a) return undefined;
  const { fn } = formula;
  if (fn === 'neg') return { slope: call('neg', a.slope), offset: call('neg', a.offset) };
  if (!b) return undefined;
  if (fn === 'add' || fn === 'sub') return { slope: call(fn, a.slope, b.slope), offset: call(fn, a.offset, b.offset) };
  const constantIn = ({ slope }: { slope: Formula }) => slope.kind === 'value' && slope.value === 0;
  if (fn === 'div' && constantIn(b)) return { slope: call('div', a.slope, b.offset), offset: call('div', a.offset, b.offset) };
  if (fn === 'mul' && constantIn(b)) return { slope: call('mul', a.slope, b.offset), offset: call('mul', a.offset, b.offset) };
  if (fn === 'mul' && constantIn(a)) return { slope: call('mul', a.offset, b.slope), offset: call('mul', a.offset, b.offset) };
  return undefined;
}
