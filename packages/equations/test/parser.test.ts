import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Expression, printExpression } from '../src/expression.ts';
import { type FunctionName, functionRow, functions } from '../src/functions.ts';
import { parseExpression } from '../src/parser.ts';
import { parseState } from '../src/state.ts';
import { parseStatements } from '../src/statement.ts';

const parse = (text: string): Expression => parseExpression({ title: 'test', text });

/** The expression without the offsets of its parts. */
const shape = (expression: Expression): unknown =>
  expression.kind === 'call'
    ? { fn: expression.fn, args: expression.args.map(shape) }
    : expression.kind === 'name'
      ? expression.name
      : expression.value;

const written = (Object.keys(functions) as FunctionName[]).filter((fn) => fn !== 'phi');
const expressions = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6 },
    fc.double({ min: 0, max: 1e9, noNaN: true }).map((value): Expression => ({ kind: 'number', value: value + 0, at: 0 })),
    fc.constantFrom('v', 'xPre', 'a_1').map((name): Expression => ({ kind: 'name', name, at: 0 })),
    fc
      .tuple(fc.constantFrom(...written), fc.array(tie('expression'), { minLength: 3, maxLength: 3 }))
      .map(([fn, args]): Expression => ({ kind: 'call', fn, args: args.slice(0, functionRow(fn).takes.length), at: 0 })),
  ),
})).expression;

describe('expressions', () => {
  it('are the same after printing and parsing', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(shape(parse(printExpression(expression)))).toEqual(shape(expression));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['-x^2', '-(x^2)'],
    ['2^3^2', '2^(3^2)'],
    ['2^-x*y', '(2^(-x))*y'],
    ['a - b - c', '(a - b) - c'],
    ['a / b * c', '(a / b) * c'],
    ['a < b and not c > d or e == f', '((a < b) and (not (c > d))) or (e == f)'],
    ['1 + (2 # a comment\n)', '1 + 2'],
    ['(a +\n b)', 'a + b'],
    ['pow(a, b)', 'a ^ b'],
    ['.5e-1 + 1.', '0.05 + 1'],
  ])('%s reads %s', (text, same) => {
    expect(shape(parse(text))).toEqual(shape(parse(same)));
  });
});

describe('statements', () => {
  it('are separated by semicolons or newlines, with comments between', () => {
    const statements = parseStatements({ title: 'reset', text: 'v = vReset; theta += 0.05 # adapts\n\n u /= 2;' });
    expect(statements.map(({ target, value }) => `${target} = ${printExpression(value)}`)).toEqual([
      'v = vReset',
      'theta = theta + 0.05',
      'u = u / 2',
    ]);
  });
});

describe('state lines', () => {
  it('hold equations, flags and statements at spikes', () => {
    const lines = parseState(
      { title: 'state', text: 'dx/dt = -x / tau : pre, at spike x = min(x + 1, 2), at spike n += 1\n reward : signal\n n' },
      ['pre', 'signal', 'at spike'],
    );
    expect(
      lines.map(({ name, derivative, flags, atSpike }) => [name, derivative && printExpression(derivative), [...flags], atSpike.length]),
    ).toEqual([
      ['x', '-x / tau', ['pre', 'at spike'], 2],
      ['reward', undefined, ['signal'], 0],
      ['n', undefined, [], 0],
    ]);
  });
});
