import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expression, printExpression } from '../src/expression.ts';
import { unaryOps } from '../src/float32.ts';
import { load } from '../src/formula.ts';
import { bind, evaluate, type Ir, type Slot } from '../src/index.ts';
import { Constants, lower } from '../src/lower.ts';
import { parseExpression } from '../src/parser.ts';
import { resolve } from '../src/resolve.ts';

const slot = (name: string): Slot => ({ scope: 'neuron', name });
const floats = fc.float({ noNaN: false });

const conditionsAndFloats = fc.letrec<{ float: Ir; bool: Ir }>((tie) => ({
  float: fc.oneof(
    { maxDepth: 5 },
    floats.map((value): Ir => ({ op: 'const', value })),
    fc.constantFrom('a', 'b').map((name): Ir => ({ op: 'load', slot: slot(name) })),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'min', 'max'), tie('float'), tie('float')).map(([op, a, b]): Ir => ({ op, a, b })),
    fc
      .tuple(fc.constantFrom('neg', 'abs', 'sqrt', 'floor', 'nearest', 'pow2', 'exponent', 'mantissa'), tie('float'))
      .map(([op, a]): Ir => ({ op, a })),
    fc.tuple(tie('bool'), tie('float'), tie('float')).map(([condition, a, b]): Ir => ({ op: 'select', condition, a, b })),
    fc
      .tuple(fc.nat(), tie('float'))
      .map(([id, value]): Ir => ({ op: 'let', id, value, body: { op: 'mul', a: { op: 'ref', id }, b: { op: 'ref', id } } })),
  ),
  bool: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(fc.constantFrom('lt', 'le', 'gt', 'ge', 'eq', 'ne'), tie('float'), tie('float')).map(([op, a, b]): Ir => ({ op, a, b })),
    fc.tuple(fc.constantFrom('and', 'or'), tie('bool'), tie('bool')).map(([op, a, b]): Ir => ({ op, a, b })),
    tie('bool').map((a): Ir => ({ op: 'not', a })),
  ),
}));

describe('evaluate and bind', () => {
  it('give the same float32', () => {
    fc.assert(
      fc.property(conditionsAndFloats.float, floats, floats, (ir, a, b) => {
        const slow = evaluate(ir, ({ name }) => (name === 'a' ? a : b));
        const fast = bind<{ a: number; b: number }>(
          ir,
          ({ name }) =>
            (env) =>
              name === 'a' ? env.a : env.b,
        )({ a, b });
        expect(fast).toBe(slow);
        expect(fast).toBe(Math.fround(fast));
      }),
      { numRuns: 1000 },
    );
  });

  it('give the same condition', () => {
    fc.assert(
      fc.property(conditionsAndFloats.bool, floats, floats, (ir, a, b) => {
        const slow = evaluate(ir, ({ name }) => (name === 'a' ? a : b));
        expect(typeof slow).toBe('boolean');
        expect(
          bind<undefined>(
            ir,
            ({ name }) =>
              () =>
                name === 'a' ? a : b,
          )(undefined),
        ).toBe(Number(slow));
      }),
    );
  });
});

describe('the operations on bits', () => {
  it('split a number into a power of 2 and a mantissa', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(2 ** -126), noNaN: true, noDefaultInfinity: true }), (value) => {
        const m = unaryOps.mantissa(value);
        expect(m).toBeGreaterThanOrEqual(1);
        expect(m).toBeLessThan(2);
        expect(m * 2 ** unaryOps.exponent(value)).toBe(value);
      }),
    );
    for (let n = -126; n <= 127; n++) expect(unaryOps.pow2(n)).toBe(2 ** n);
    expect(unaryOps.pow2(Number.NaN)).toBe(1);
  });

  it('round half to even', () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999998, 8388609, -0.2].map(unaryOps.nearest)).toEqual([0, 2, 2, -0, -2, 2, 8388609, -0]);
  });
});

/** Expressions that stay moderate, so that float32 and double agree to a few digits. */
const moderate = fc.letrec<{ expression: Expression }>((tie) => {
  const call = (fn: Extract<Expression, { kind: 'call' }>['fn'], ...args: Expression[]): Expression => ({ kind: 'call', fn, args, at: 0 });
  const one: Expression = { kind: 'number', value: 1, at: 0 };
  return {
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('a', 'b').map((name): Expression => ({ kind: 'name', name, at: 0 })),
      fc.double({ min: 0.1, max: 3, noNaN: true }).map((value): Expression => ({ kind: 'number', value, at: 0 })),
      fc.tuple(fc.constantFrom('add', 'mul', 'min', 'max'), tie('expression'), tie('expression')).map(([fn, a, b]) => call(fn, a, b)),
      tie('expression').map((a) => call('exp', call('neg', a))),
      tie('expression').map((a) => call('log', call('add', one, a))),
      tie('expression').map((a) => call('div', one, call('add', one, a))),
      fc
        .tuple(tie('expression'), tie('expression'))
        .map(([a, b]) => call('pow', call('div', a, call('add', one, a)), call('div', b, call('add', one, b)))),
    ),
  };
}).expression;

describe('lowered expressions', () => {
  it('agree with double precision', () => {
    const positive = fc.float({ min: Math.fround(0.1), max: 4, noNaN: true });
    fc.assert(
      fc.property(moderate, positive, positive, (expression, a, b) => {
        const source = { title: 'test', text: printExpression(expression) };
        const formula = resolve(
          parseExpression(source),
          'float',
          source,
          new Map([['a', load(slot('a'))] as const, ['b', load(slot('b'))] as const]),
        );
        const exact = doubleOf(expression, { a, b });
        const got = Number(evaluate(lower(formula, new Constants()), ({ name }) => (name === 'a' ? a : b)));
        expect(Math.abs(got - exact)).toBeLessThanOrEqual(1e-4 * Math.abs(exact) + 1e-6);
      }),
      { numRuns: 500 },
    );
  });
});

/** The expression by Math alone, in double precision. */
function doubleOf(expression: Expression, names: Readonly<Record<string, number>>): number {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'name') return names[expression.name] ?? Number.NaN;
  const [a = Number.NaN, b = Number.NaN] = expression.args.map((argument) => doubleOf(argument, names));
  switch (expression.fn) {
    case 'add':
      return a + b;
    case 'mul':
      return a * b;
    case 'div':
      return a / b;
    case 'neg':
      return -a;
    case 'pow':
      return a ** b;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'exp':
      return Math.exp(a);
    case 'log':
      return Math.log(a);
    default:
      return Number.NaN;
  }
}
