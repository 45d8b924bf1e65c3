import { arithmeticOps, comparisonOps, unaryOps } from './float32.ts';
import type { ArithmeticOp, Assign, ComparisonOp, Ir, Slot, UnaryOp } from './ir.ts';
import { sameSlot } from './same-slot.ts';

/*
 * Constructors that compute operations on constants, in float32, and leave out operations that change nothing. What they leave out is exact for
 * finite numbers, but for the sign of a zero.
 */

/** A constant, rounded to float32. */
export const constant = (value: number): Ir => ({ op: 'const', value: Math.fround(value) });

const isConstant = (ir: Ir, value: number): boolean => ir.op === 'const' && ir.value === value;

export function arithmetic(op: ArithmeticOp, a: Ir, b: Ir): Ir {
  if (a.op === 'const' && b.op === 'const') return constant(arithmeticOps[op](a.value, b.value));
  if (op === 'add' && isConstant(a, 0)) return b;
  if ((op === 'add' || op === 'sub') && isConstant(b, 0)) return a;
  if (op === 'sub' && isConstant(a, 0)) return unary('neg', b);
  if (op === 'mul' && (isConstant(a, 0) || isConstant(b, 0))) return constant(0);
  if (op === 'mul' && isConstant(a, 1)) return b;
  if ((op === 'mul' || op === 'div') && isConstant(b, 1)) return a;
  if (op === 'mul' && isConstant(a, -1)) return unary('neg', b);
  if ((op === 'mul' || op === 'div') && isConstant(b, -1)) return unary('neg', a);
  if (op === 'add' && b.op === 'neg') return arithmetic('sub', a, b.a);
  if (op === 'sub' && b.op === 'neg') return arithmetic('add', a, b.a);
  return { op, a, b };
}

export function unary(op: UnaryOp, a: Ir): Ir {
  if (a.op === 'const') return constant(unaryOps[op](a.value));
  if (op === 'neg' && a.op === 'neg') return a.a;
  return { op, a };
}

export const comparison = (op: ComparisonOp, a: Ir, b: Ir): Ir => ({ op, a, b });

/** Whether a condition is the same in every case: true, false, or undefined where that can't be said. */
export function constantCondition(ir: Ir): boolean | undefined {
  if (ir.op in comparisonOps && 'b' in ir && ir.a.op === 'const' && ir.b.op === 'const') {
    return comparisonOps[ir.op as ComparisonOp](ir.a.value, ir.b.value);
  }
  return undefined;
}

export function both(a: Ir, b: Ir): Ir {
  if (constantCondition(a) === true || constantCondition(b) === false) return b;
  if (constantCondition(b) === true || constantCondition(a) === false) return a;
  return { op: 'and', a, b };
}

export function either(a: Ir, b: Ir): Ir {
  if (constantCondition(a) === false || constantCondition(b) === true) return b;
  if (constantCondition(b) === false || constantCondition(a) === true) return a;
  return { op: 'or', a, b };
}

export function negated(a: Ir): Ir {
  const known = constantCondition(a);
  return known === undefined ? { op: 'not', a } : condition(!known);
}

/** A condition that always holds, or never does. */
export const condition = (holds: boolean): Ir => comparison('lt', constant(0), constant(holds ? 1 : 0));

export function select(condition: Ir, a: Ir, b: Ir): Ir {
  const known = constantCondition(condition);
  return known === undefined ? { op: 'select', condition, a, b } : known ? a : b;
}

/** True for what costs nothing to compute twice. */
export const isAtom = (ir: Ir): boolean => ir.op === 'const' || ir.op === 'load' || ir.op === 'ref';

/** The expression with some of its loads replaced by constants, simplified. */
export function replaceLoads(ir: Ir, replacement: (slot: Slot) => number | undefined): Ir {
  const atoms = new Map<number, Ir>();
  const visit = (node: Ir): Ir => {
    switch (node.op) {
      case 'const':
        return node;
      case 'load': {
        const value = replacement(node.slot);
        return value === undefined ? node : constant(value);
      }
      case 'ref':
        return atoms.get(node.id) ?? node;
      case 'let': {
        const value = visit(node.value);
        if (isAtom(value)) atoms.set(node.id, value);
        const body = visit(node.body);
        return isAtom(value) || body.op === 'const' || body.op === 'load' ? body : { ...node, value, body };
      }
      case 'select':
        return select(visit(node.condition), visit(node.a), visit(node.b));
      case 'and':
        return both(visit(node.a), visit(node.b));
      case 'or':
        return either(visit(node.a), visit(node.b));
      case 'not':
        return negated(visit(node.a));
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'eq':
      case 'ne':
        return comparison(node.op, visit(node.a), visit(node.b));
      case 'add':
      case 'sub':
      case 'mul':
      case 'div':
      case 'min':
      case 'max':
        return arithmetic(node.op, visit(node.a), visit(node.b));
      default:
        return unary(node.op, visit(node.a));
    }
  };
  return visit(ir);
}

/**
 * True where, with the slots that `zero` names at 0, running `assigns` in order leaves every synapse variable (`w` too) exactly as it was. Then
 * the synapses of a neuron whose trace is 0 need not be visited.
 *
 * @example unchangedWhenZero(postPre.onPre, ({ name }) => name === 'y') // w - lr * y: true
 */
export function unchangedWhenZero(assigns: readonly Assign[], zero: (slot: Slot) => boolean): boolean {
  const changed: Slot[] = [];
  const isZero = (slot: Slot) => zero(slot) && !changed.some((other) => sameSlot(other, slot));
  for (const { slot, value } of assigns) {
    const result = replaceLoads(value, (read) => (isZero(read) ? 0 : undefined));
    const unchanged = isZero(slot) ? isConstant(result, 0) : result.op === 'load' && sameSlot(result.slot, slot);
    if (unchanged) continue;
    if (slot.scope === 'synapse') return false;
    changed.push(slot);
  }
  return true;
}
