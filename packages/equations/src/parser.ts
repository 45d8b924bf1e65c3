import { EquationError, type Source } from './equation-error.ts';
import { binaryOperators, type Expression, prefixOperators } from './expression.ts';
import { callable, functionRow } from './functions.ts';
import { suggest } from './suggest.ts';
import { type Token, tokenize } from './token.ts';

/** Reads the tokens of one source from left to right; expressions by operator precedence (V. R. Pratt, 1973). */
export class Parser {
  readonly source: Source;
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(source: Source) {
    this.source = source;
    this.#tokens = tokenize(source);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#index++;
    return token;
  }

  /** Takes the next token if it reads `text`. */
  accept(text: string): boolean {
    if (this.peek().text !== text || this.peek().kind === 'end') return false;
    this.#index++;
    return true;
  }

  /** Skips newlines and semicolons; false at the end of the source. */
  startLine(): boolean {
    while (this.peek().kind === 'break') this.#index++;
    return this.peek().kind !== 'end';
  }

  /** Checks that a statement ends here. */
  endLine(): void {
    const { kind } = this.peek();
    if (kind !== 'break' && kind !== 'end') this.unexpected('an operator or the end of the line');
  }

  name(what: string): Token {
    if (this.peek().kind !== 'name') this.unexpected(what);
    return this.next();
  }

  expect(text: string): void {
    if (!this.accept(text)) this.unexpected(`'${text}'`);
  }

  unexpected(expected: string): never {
    const { kind, text, at } = this.peek();
    const found = kind === 'end' ? 'the text ends' : text === '\n' ? 'the line ends' : `'${text}' stands`;
    throw new EquationError('N3ML_EQUATION_SYNTAX', `Expected ${expected} in ${this.source.title}, where ${found}.`, this.source, at);
  }

  expression(power = 0): Expression {
    let left = this.#operand();
    for (;;) {
      const { text, at } = this.peek();
      const operator = Object.hasOwn(binaryOperators, text) ? binaryOperators[text] : undefined;
      if (!operator || operator.power < power || (operator.power === power && text !== '^')) return left;
      this.next();
      // A power is right associative: its right side may begin with a minus or hold another power.
      const right = this.expression(operator.power);
      left = { kind: 'call', fn: operator.fn, args: [left, right], at };
    }
  }

  #operand(): Expression {
    const { kind, text, at } = this.peek();
    const prefix = Object.hasOwn(prefixOperators, text) ? prefixOperators[text] : undefined;
    if (prefix) {
      this.next();
      return { kind: 'call', fn: prefix.fn, args: [this.expression(prefix.power)], at };
    }
    if (this.accept('(')) {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (kind === 'number') return this.#number();
    if (kind !== 'name' || Object.hasOwn(binaryOperators, text)) this.unexpected('a number, a name or a parenthesis');
    this.next();
    return this.accept('(') ? this.#call(text, at) : { kind: 'name', name: text, at };
  }

  #number(): Expression {
    const { text, at } = this.next();
    const value = Number(text);
    if (Number.isFinite(value)) return { kind: 'number', value, at };
    throw new EquationError('N3ML_EQUATION_SYNTAX', `The number ${text} in ${this.source.title} is too large.`, this.source, at);
  }

  #call(name: string, at: number): Expression {
    const fn = callable.get(name);
    if (!fn) {
      throw new EquationError(
        'N3ML_UNKNOWN_FUNCTION',
        `No function '${name}' in ${this.source.title}. ${suggest(name, callable.keys())}`,
        this.source,
        at,
      );
    }
    const args = [this.expression()];
    while (this.accept(',')) args.push(this.expression());
    this.expect(')');
    const { takes } = functionRow(fn);
    if (args.length !== takes.length) {
      const sentence = `${name} in ${this.source.title} takes ${takes.length} argument${takes.length === 1 ? '' : 's'}, not ${args.length}.`;
      throw new EquationError('N3ML_EQUATION_SYNTAX', sentence, this.source, at);
    }
    return { kind: 'call', fn, args, at };
  }
}

/** Parses a source that is one expression. */
export function parseExpression(source: Source): Expression {
  const parser = new Parser(source);
  if (!parser.startLine()) parser.unexpected('an expression');
  const expression = parser.expression();
  parser.endLine();
  if (parser.startLine()) parser.unexpected('a single expression');
  return expression;
}
