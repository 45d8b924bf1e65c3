import { comparisonOps, isComparison, isUnary, unaryOps } from './float32.ts';
import type { Ir, Slot } from './ir.ts';

/**
 * An expression as a closure over an environment, such as an index into state arrays. It gives what `evaluate` gives, with conditions as 0 and 1.
 *
 * @param load how to read a slot; asked once for each load in the expression, what it returns is called each time
 * @example const next = bind<number>(ir, ({ name }) => (i) => state[name][i])
 */
export function bind<E>(ir: Ir, load: (slot: Slot) => (env: E) => number): (env: E) => number {
  const { fround } = Math;
  const lets: number[] = [];
  const build = (node: Ir): ((env: E) => number) => {
    switch (node.op) {
      case 'const': {
        const { value } = node;
        return () => value;
      }
      case 'load':
        return load(node.slot);
      case 'ref': {
        const { id } = node;
        return () => lets[id] as number;
      }
      case 'let': {
        const { id } = node;
        const value = build(node.value);
        const body = build(node.body);
        return (env) => {
          lets[id] = value(env);
          return body(env);
        };
      }
      case 'select': {
        const condition = build(node.condition);
        const a = build(node.a);
        const b = build(node.b);
        return (env) => (condition(env) ? a(env) : b(env));
      }
      case 'not': {
        const a = build(node.a);
        return (env) => (a(env) ? 0 : 1);
      }
      default: {
        const a = build(node.a);
        if (isUnary(node.op)) {
          const apply = unaryOps[node.op];
          return (env) => apply(a(env));
        }
        const b = build('b' in node ? node.b : node.a);
        if (isComparison(node.op)) {
          const test = comparisonOps[node.op];
          return (env) => (test(a(env), b(env)) ? 1 : 0);
        }
        switch (node.op) {
          case 'add':
            return (env) => fround(a(env) + b(env));
          case 'sub':
            return (env) => fround(a(env) - b(env));
          case 'mul':
            return (env) => fround(a(env) * b(env));
          case 'div':
            return (env) => fround(a(env) / b(env));
          case 'min':
            return (env) => Math.min(a(env), b(env));
          case 'max':
            return (env) => Math.max(a(env), b(env));
          case 'and':
            return (env) => (a(env) && b(env) ? 1 : 0);
          default:
            return (env) => (a(env) || b(env) ? 1 : 0);
        }
      }
    }
  };
  return build(ir);
}
