import { arithmeticOps, comparisonOps, isArithmetic, isComparison, isUnary, unaryOps } from './float32.ts';
import type { Ir, Slot } from './ir.ts';

/**
 * The value of an expression: a float32 number, or a boolean for a condition. This is the definition that both executors are tested against.
 *
 * @param read the present value of a slot, a float32 number
 */
export function evaluate(ir: Ir, read: (slot: Slot) => number): number | boolean {
  const lets = new Map<number, number>();
  const number = (node: Ir): number => Number(visit(node));
  const visit = (node: Ir): number | boolean => {
    switch (node.op) {
      case 'const':
        return node.value;
      case 'load':
        return read(node.slot);
      case 'ref':
        return lets.get(node.id) ?? Number.NaN;
      case 'let':
        lets.set(node.id, number(node.value));
        return visit(node.body);
      case 'select':
        return visit(node.condition) ? visit(node.a) : visit(node.b);
      case 'and':
        return Boolean(visit(node.a)) && Boolean(visit(node.b));
      case 'or':
        return Boolean(visit(node.a)) || Boolean(visit(node.b));
      case 'not':
        return !visit(node.a);
      default:
        if (isUnary(node.op)) return unaryOps[node.op](number(node.a));
        if (!('b' in node)) return Number.NaN;
        if (isArithmetic(node.op)) return arithmeticOps[node.op](number(node.a), number(node.b));
        return isComparison(node.op) && comparisonOps[node.op](number(node.a), number(node.b));
    }
  };
  return visit(ir);
}
