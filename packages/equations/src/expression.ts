import type { FunctionName } from './functions.ts';

/** A parsed expression. `at` is the offset of its number, name or operator in the source. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly fn: FunctionName; readonly args: readonly Expression[]; readonly at: number };

/** Binary operators: the function, and how tightly each binds. */
export const binaryOperators: Readonly<Record<string, { readonly fn: FunctionName; readonly power: number }>> = {
  or: { fn: 'or', power: 1 },
  and: { fn: 'and', power: 2 },
  '<': { fn: 'lt', power: 4 },
  '<=': { fn: 'le', power: 4 },
  '>': { fn: 'gt', power: 4 },
  '>=': { fn: 'ge', power: 4 },
  '==': { fn: 'eq', power: 4 },
  '!=': { fn: 'ne', power: 4 },
  '+': { fn: 'add', power: 5 },
  '-': { fn: 'sub', power: 5 },
  '*': { fn: 'mul', power: 6 },
  '/': { fn: 'div', power: 6 },
  '^': { fn: 'pow', power: 8 },
};

/** Prefix operators. A minus binds looser than `^`, so that -x^2 is -(x^2). */
export const prefixOperators: Readonly<Record<string, { readonly fn: FunctionName; readonly power: number }>> = {
  not: { fn: 'not', power: 3 },
  '-': { fn: 'neg', power: 7 },
};

const binaryText = new Map(Object.entries(binaryOperators).map(([text, { fn, power }]) => [fn, { text, power }]));
const prefixText = new Map(
  Object.entries(prefixOperators).map(([text, { fn, power }]) => [fn, { text: text === '-' ? '-' : `${text} `, power }]),
);

/** An expression as text, with no more parentheses than it needs; parsing it gives the same expression. */
export function printExpression(expression: Expression, power = 0): string {
  if (expression.kind === 'number') return String(expression.value);
  if (expression.kind === 'name') return expression.name;
  const [a, b] = expression.args;
  const prefix = prefixText.get(expression.fn);
  const binary = binaryText.get(expression.fn);
  const parenthesized = (text: string, own: number) => (own < power ? `(${text})` : text);
  if (prefix && a) return parenthesized(`${prefix.text}${printExpression(a, prefix.power)}`, prefix.power);
  if (binary && a && b) {
    const rightAssociative = expression.fn === 'pow';
    const left = printExpression(a, binary.power + (rightAssociative ? 1 : 0));
    const right = printExpression(b, rightAssociative ? prefixOperators['-']?.power : binary.power + 1);
    return parenthesized(`${left} ${binary.text} ${right}`, binary.power);
  }
  return `${expression.fn}(${expression.args.map((argument) => printExpression(argument)).join(', ')})`;
}
