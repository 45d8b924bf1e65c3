import { bindOnce, call, type Formula, load, number } from './formula.ts';
import type { Slot } from './ir.ts';
import { type Combination, sum } from './linear.ts';
import { type Matrix, propagator, solve } from './matrix.ts';
import { sameSlot } from './same-slot.ts';
import type { SystemEquation } from './system.ts';
import { at, collapse, lanes, some, type Value } from './value.ts';

/** Below this a decaying value is 0: denormal numbers make arithmetic several times slower and change nothing. */
export const smallest = 1e-20;

/** The value, or 0 where it is tiny. */
export const flush = (value: Formula): Formula =>
  bindOnce(value, (once) => call('where', call('lt', call('abs', once), number(smallest)), number(0), once));

const isZero = (value: Value): boolean => !some(value, (number) => number !== 0);

const readsOnly = (of: Formula, slot: Slot): boolean => of.kind === 'load' && sameSlot(of.slot, slot);

const coefficientOf = ({ terms }: Combination, slot: Slot): Value => terms.find(({ of }) => readsOnly(of, slot))?.coefficient ?? 0;

/** The coefficients of the closure of an equation, dx/dt = A x + c + held, for one neuron. */
function coefficients(closure: readonly SystemEquation[], neuron: number): { readonly a: Matrix; readonly c: readonly number[] } {
  return {
    a: closure.map(({ combination }) => closure.map(({ slot }) => at(coefficientOf(combination, slot), neuron))),
    c: closure.map(({ combination }) => at(combination.constant, neuron)),
  };
}

/** What the terms of an equation read beside the variables of its closure. */
const heldTerms = ({ combination }: SystemEquation, closure: readonly SystemEquation[]) =>
  combination.terms.filter(({ of }) => !closure.some(({ slot }) => readsOnly(of, slot)));

/** The own coefficient of an equation, a in dx/dt = a x + ... */
export const ownRate = ({ combination, slot }: SystemEquation): Value => coefficientOf(combination, slot);

/**
 * The value of a variable of a linear system after `dt`, exactly: the matrix exponential of the equations that it depends on, computed in double.
 * Undefined where the coefficients leave the range of float32.
 * Around the fixed point where there is one, x' = xInf + P (x - xInf) + Q held, so that a neuron at rest stays at rest; P x + Q (c + held) otherwise.
 */
export function exactStep(equation: SystemEquation, dt: number): Formula | undefined {
  const { closure } = equation;
  const numbers = lanes(
    closure.flatMap(({ combination: { constant, terms } }) => [constant, ...terms.map(({ coefficient }) => coefficient)]),
  );
  const solved = Array.from({ length: numbers }, (_, neuron) => {
    const { a, c } = coefficients(closure, neuron);
    const { p, q } = propagator(a, dt);
    const row = q[0] ?? [];
    return {
      p: p[0] ?? [],
      q: row,
      fixed: solve(a, c)?.map((x) => 0 - x),
      drift: row.reduce((total, factor, j) => total + factor * (c[j] ?? 0), 0),
    };
  });
  if (solved.some(({ p, q }) => [...p, ...q].some((number) => !Number.isFinite(Math.fround(number))))) return undefined;
  const perNeuron = (pick: (neuron: (typeof solved)[number]) => number | undefined): Value => {
    const values = Float64Array.from(solved, (neuron) => pick(neuron) ?? 0);
    return numbers === 1 ? (values[0] ?? 0) : collapse(values);
  };

  const hasFixedPoint = solved.every(({ fixed }) => fixed !== undefined);
  const fixed = closure.map((_, j) => number(hasFixedPoint ? perNeuron((neuron) => neuron.fixed?.[j]) : 0));
  let next = closure
    .map(({ slot }, j) => call('mul', call('sub', load(slot), fixed[j] ?? number(0)), number(perNeuron(({ p }) => p[j]))))
    .reduce((total, term) => call('add', total, term));
  for (const { coefficient, of } of heldSum(equation, (j) => perNeuron(({ q }) => q[j])).terms)
    next = call('add', next, call('mul', of, number(coefficient)));
  if (!hasFixedPoint) return call('add', next, number(perNeuron(({ drift }) => drift)));
  const restsAtZero = closure.every(({ combination }) => isZero(combination.constant));
  return restsAtZero ? flush(next) : call('add', fixed[0] ?? number(0), next);
}

/** The terms of all equations of the closure that are constant over the step, weighted by Q. */
function heldSum({ closure }: SystemEquation, weight: (j: number) => Value): Combination {
  return closure
    .map((member, j): Combination => {
      const by = number(weight(j));
      const terms = heldTerms(member, closure).map(({ coefficient, of }) => {
        const product = call('mul', number(coefficient), by);
        return { coefficient: product.kind === 'value' ? product.value : 0, of };
      });
      return { constant: 0, terms };
    })
    .reduce(sum, { constant: 0, terms: [] });
}
