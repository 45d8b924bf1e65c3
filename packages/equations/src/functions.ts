/** An equation's values are numbers and conditions; conditions are 0 and 1 where they are computed at compile time. */
export type ValueType = 'float' | 'bool';

interface FunctionRow {
  readonly takes: readonly ValueType[];
  readonly gives: ValueType;
  /** In double precision. */
  readonly evaluate: (a: number, b: number, c: number) => number;
}

const arithmetic = (evaluate: (a: number, b: number) => number): FunctionRow => ({ takes: ['float', 'float'], gives: 'float', evaluate });
const unary = (evaluate: (a: number) => number): FunctionRow => ({ takes: ['float'], gives: 'float', evaluate });
const comparison = (test: (a: number, b: number) => boolean): FunctionRow => ({
  takes: ['float', 'float'],
  gives: 'bool',
  evaluate: (a, b) => Number(test(a, b)),
});

/** Every operator and function of equations: what it takes, gives and means. */
export const functions = {
  add: arithmetic((a, b) => a + b),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => a / b),
  pow: arithmetic((a, b) => a ** b),
  min: arithmetic((a, b) => Math.min(a, b)),
  max: arithmetic((a, b) => Math.max(a, b)),
  neg: unary((a) => -a),
  abs: unary(Math.abs),
  sqrt: unary(Math.sqrt),
  exp: unary(Math.exp),
  log: unary(Math.log),
  /** (e^a - 1) / a, the factor of exponential integration; 1 at 0. Made by the integrator, not written by users. */
  phi: unary((a) => (a === 0 ? 1 : Math.expm1(a) / a)),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
  eq: comparison((a, b) => a === b),
  ne: comparison((a, b) => a !== b),
  and: { takes: ['bool', 'bool'], gives: 'bool', evaluate: (a, b) => Math.min(a, b) },
  or: { takes: ['bool', 'bool'], gives: 'bool', evaluate: (a, b) => Math.max(a, b) },
  not: { takes: ['bool'], gives: 'bool', evaluate: (a) => 1 - a },
  where: { takes: ['bool', 'float', 'float'], gives: 'float', evaluate: (condition, a, b) => (condition === 1 ? a : b) },
} as const satisfies Readonly<Record<string, FunctionRow>>;

export type FunctionName = keyof typeof functions;

/** The row of a function, in its general type. */
export const functionRow = (fn: FunctionName): FunctionRow => functions[fn];

/** The functions that are written `name(...)`. */
export const callable: ReadonlyMap<string, FunctionName> = new Map(
  (['exp', 'log', 'sqrt', 'abs', 'min', 'max', 'pow', 'where'] as const).map((fn) => [fn, fn]),
);
