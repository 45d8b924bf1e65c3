import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, formatIr, type Ir, replaceLoads } from '../src/index.ts';
import { arithmetic, constant, negated, select, unary } from '../src/simplify.ts';

const load = (name: string): Ir => ({ op: 'load', slot: { scope: 'neuron', name } });
const small = fc.oneof(fc.constantFrom(-1, 0, 1), fc.float({ min: -8, max: 8, noNaN: true }));

/** Expressions whose values are finite for small inputs. */
const finite = fc.letrec<{ float: Ir }>((tie) => ({
  float: fc.oneof(
    { maxDepth: 4 },
    small.map((value): Ir => ({ op: 'const', value })),
    fc.constantFrom('a', 'b').map(load),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'min', 'max'), tie('float'), tie('float')).map(([op, a, b]): Ir => ({ op, a, b })),
    fc.tuple(fc.constantFrom('neg', 'abs', 'floor', 'nearest'), tie('float')).map(([op, a]): Ir => ({ op, a })),
    fc
      .tuple(fc.constantFrom('lt', 'ge', 'eq'), tie('float'), tie('float'), tie('float'))
      .map(([op, a, b, c]): Ir => ({ op: 'select', condition: { op: 'not', a: { op, a, b } }, a: b, b: c })),
    fc
      .tuple(fc.nat(), tie('float'))
      .map(([id, value]): Ir => ({ op: 'let', id, value, body: { op: 'add', a: { op: 'ref', id }, b: load('b') } })),
  ),
})).float;

describe('replaceLoads', () => {
  it('gives an expression with the same value, but for the sign of a zero', () => {
    fc.assert(
      fc.property(finite, small, small, (ir, a, b) => {
        const whole = evaluate(ir, ({ name }) => (name === 'a' ? a : b));
        const rest = replaceLoads(ir, ({ name }) => (name === 'a' ? a : undefined));
        const part = evaluate(rest, ({ name }) => {
          expect(name).toBe('b');
          return b;
        });
        expect(Number(part) + 0).toBe(Number(whole) + 0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the simplifying constructors', () => {
  const x = load('x');

  it.each([
    ['x + 0', arithmetic('add', x, constant(0)), 'x'],
    ['0 - x', arithmetic('sub', constant(0), x), 'neg(x)'],
    ['x * 0', arithmetic('mul', x, constant(0)), '0'],
    ['1 * x', arithmetic('mul', constant(1), x), 'x'],
    ['x + -1 * x', arithmetic('add', x, arithmetic('mul', constant(-1), x)), 'x - x'],
    ['x / 3, which a product would round otherwise', arithmetic('div', x, constant(3)), 'x / 3'],
    ['0.1 + 0.2 in float32', arithmetic('add', constant(0.1), constant(0.2)), '0.3'],
    ['--x', unary('neg', unary('neg', x)), 'x'],
    ['where(not 1 < 0, x, 2)', select(negated({ op: 'lt', a: constant(1), b: constant(0) }), x, constant(2)), 'x'],
  ])('write %s', (_, ir, text) => {
    expect(formatIr(ir)).toBe(text);
  });
});
