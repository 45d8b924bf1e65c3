import type { Source } from './equation-error.ts';
import type { Expression } from './expression.ts';
import type { FunctionName } from './functions.ts';
import { Parser } from './parser.ts';

/** `target = value`; `w += x` is parsed as `w = w + x`. */
export interface Statement {
  readonly target: string;
  readonly value: Expression;
  /** Offset of the target in the source. */
  readonly at: number;
}

const operators: Readonly<Record<string, FunctionName>> = { '+=': 'add', '-=': 'sub', '*=': 'mul', '/=': 'div' };

/** Parses one assignment. */
export function parseStatement(parser: Parser): Statement {
  const { text: target, at } = parser.name('the name of a variable');
  const symbol = parser.peek();
  const fn = Object.hasOwn(operators, symbol.text) ? operators[symbol.text] : undefined;
  if (!fn && symbol.text !== '=') parser.unexpected("one of '=', '+=', '-=', '*=', '/='");
  parser.next();
  const right = parser.expression();
  return { target, at, value: fn ? { kind: 'call', fn, args: [{ kind: 'name', name: target, at }, right], at: symbol.at } : right };
}

/** Parses assignments separated by semicolons or newlines. */
export function parseStatements(source: Source): readonly Statement[] {
  const parser = new Parser(source);
  const statements: Statement[] = [];
  while (parser.startLine()) {
    statements.push(parseStatement(parser));
    parser.endLine();
  }
  return statements;
}

/** Parses the statements of an input channel, each with or without `: always`. */
export function parseInput(source: Source): readonly (Statement & { readonly always: boolean })[] {
  const parser = new Parser(source);
  const statements: (Statement & { always: boolean })[] = [];
  while (parser.startLine()) {
    const statement = parseStatement(parser);
    const always = parser.accept(':');
    if (always && !parser.accept('always')) parser.unexpected("'always'");
    statements.push({ ...statement, always });
    parser.endLine();
  }
  return statements;
}
