import { EquationError, type EquationErrorCode, type Source } from './equation-error.ts';
import { type Expression, printExpression } from './expression.ts';
import { call, type Formula, number } from './formula.ts';
import { functionRow, type ValueType } from './functions.ts';
import { suggest } from './suggest.ts';
import { some } from './value.ts';

/** Why a name that exists can't be read in a place. */
export interface Refusal {
  readonly code: EquationErrorCode;
  readonly sentence: string;
}

/** What names mean in one place. */
export type Names = ReadonlyMap<string, Formula | Refusal>;

const isRefusal = (meaning: Formula | Refusal): meaning is Refusal => 'code' in meaning;

const wanted: Readonly<Record<ValueType, string>> = { float: 'a number', bool: "a condition, such as 'v >= vTh'" };
const given: Readonly<Record<ValueType, string>> = { float: 'a number', bool: 'a condition' };

/** Replaces names by what they mean, computes what depends on parameters only, and checks that conditions and numbers stand where they belong. */
export function resolve(expression: Expression, want: ValueType, source: Source, names: Names): Formula {
  const type = expression.kind === 'call' ? functionRow(expression.fn).gives : 'float';
  if (type !== want) {
    const sentence = `Expected ${wanted[want]}, in ${source.title}; '${printExpression(expression)}' is ${given[type]}.`;
    throw new EquationError('N3ML_WRONG_TYPE', sentence, source, expression.at);
  }
  if (expression.kind === 'number') return number(expression.value);
  if (expression.kind === 'name') return meaning(expression.name, expression.at, source, names);
  const { takes } = functionRow(expression.fn);
  const args = expression.args.map((argument, index) => resolve(argument, takes[index] ?? 'float', source, names));
  const [, divisor] = args;
  if (expression.fn === 'div' && divisor?.kind === 'value' && some(divisor.value, (value) => value === 0)) {
    throw new EquationError(
      'N3ML_BAD_PARAMETER',
      `'${printExpression(expression)}' in ${source.title} divides by 0 with these parameters.`,
      source,
      expression.at,
    );
  }
  const formula = call(expression.fn, ...args);
  if (formula.kind === 'value' && some(formula.value, (value) => !Number.isFinite(value))) {
    const first = typeof formula.value === 'number' ? formula.value : formula.value.find((value) => !Number.isFinite(value));
    throw new EquationError(
      'N3ML_BAD_PARAMETER',
      `'${printExpression(expression)}' in ${source.title} is ${first} with these parameters.`,
      source,
      expression.at,
    );
  }
  return formula;
}

function meaning(name: string, at: number, source: Source, names: Names): Formula {
  const found = names.get(name);
  if (found && !isRefusal(found)) return found;
  if (found) throw new EquationError(found.code, found.sentence, source, at);
  throw unknownSymbol(
    name,
    at,
    source,
    [...names].flatMap(([known, what]) => (isRefusal(what) ? [] : [known])),
  );
}

/** The error for a name that nothing has. */
export const unknownSymbol = (name: string, at: number, source: Source, known: Iterable<string>): EquationError =>
  new EquationError('N3ML_UNKNOWN_SYMBOL', `No symbol '${name}' in ${source.title}. ${suggest(name, known)}`, source, at);
