import type { Formula, Reference } from './formula.ts';
import type { Assign, Ir, Slot } from './ir.ts';
import { type Bind, binder, lowerExp, lowerLog, lowerPhi, lowerPow } from './lower-functions.ts';
import { arithmetic, both, comparison, condition, constant, either, negated, select, unary } from './simplify.ts';
import type { Value } from './value.ts';

/** The per-neuron numbers of a program: equal arrays share one name, names are c0, c1, ... in the order of their first use. */
export class Constants {
  readonly #byName: Record<string, Float64Array> = {};

  /** Adds numbers, rounded to float32, and gives the slot that they are read from. */
  slot(numbers: Float64Array): Slot {
    const rounded = numbers.map(Math.fround);
    const same = Object.entries(this.#byName).find(
      ([, other]) => other.length === rounded.length && other.every((number, i) => Object.is(number, rounded[i])),
    );
    const name = same?.[0] ?? `c${Object.keys(this.#byName).length}`;
    this.#byName[name] ??= rounded;
    return { scope: 'constant', name };
  }

  /** All of them by name. */
  all(): Readonly<Record<string, Float64Array>> {
    return { ...this.#byName };
  }
}

/** A formula as float32 operations. */
export function lower(formula: Formula, constants: Constants): Ir {
  const once = binder();
  const references = new Map<Reference, Ir>();
  const visit = (node: Formula): Ir => {
    switch (node.kind) {
      case 'value':
        return lowerValue(node.value, node.type === 'bool', constants);
      case 'load':
        return { op: 'load', slot: node.slot };
      case 'ref':
        return references.get(node) ?? constant(Number.NaN);
      case 'let':
        return once(visit(node.value), (bound) => {
          references.set(node.ref, bound);
          return visit(node.body);
        });
      default:
        return lowerCall(node, visit, once);
    }
  };
  return visit(prune(formula, new Set()));
}

/** An assignment of a formula, lowered. */
export const lowerAssign = (slot: Slot, formula: Formula, constants: Constants): Assign => ({ slot, value: lower(formula, constants) });

function lowerValue(value: Value, isCondition: boolean, constants: Constants): Ir {
  if (typeof value === 'number') return isCondition ? condition(value === 1) : constant(value);
  const read: Ir = { op: 'load', slot: constants.slot(value) };
  return isCondition ? comparison('ne', read, constant(0)) : read;
}

function lowerCall({ fn, args }: Extract<Formula, { kind: 'call' }>, visit: (formula: Formula) => Ir, once: Bind): Ir {
  const [a = constant(Number.NaN), b = a, c = a] = args.map(visit);
  switch (fn) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'min':
    case 'max':
      return arithmetic(fn, a, b);
    case 'neg':
    case 'abs':
    case 'sqrt':
      return unary(fn, a);
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne':
      return comparison(fn, a, b);
    case 'and':
      return both(a, b);
    case 'or':
      return either(a, b);
    case 'not':
      return negated(a);
    case 'where':
      return select(a, b, c);
    case 'exp':
      return lowerExp(a, once);
    case 'log':
      return lowerLog(a, once);
    case 'phi':
      return lowerPhi(a, once);
    case 'pow':
      return lowerPow(a, b, once);
  }
}

/** Leaves out lets that nothing reads, from the inside out. */
function prune(formula: Formula, used: Set<Reference>): Formula {
  if (formula.kind === 'ref') used.add(formula);
  if (formula.kind === 'call') return { ...formula, args: formula.args.map((argument) => prune(argument, used)) };
  if (formula.kind !== 'let') return formula;
  const body = prune(formula.body, used);
  return used.has(formula.ref) ? { ...formula, body, value: prune(formula.value, used) } : body;
}
