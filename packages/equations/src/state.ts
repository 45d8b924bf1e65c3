import { EquationError, type Source } from './equation-error.ts';
import type { Expression } from './expression.ts';
import { Parser } from './parser.ts';
import { parseStatement, type Statement } from './statement.ts';
import { suggest } from './suggest.ts';

/** One line of `state`: a variable, its differential equation where it has one, and its flags. */
export interface StateLine<Flag extends string = string> {
  readonly name: string;
  readonly at: number;
  readonly derivative: Expression | undefined;
  readonly flags: ReadonlySet<Flag>;
  /** The statements of `at spike` flags. */
  readonly atSpike: readonly Statement[];
}

/** Parses the lines of `state`. `at spike` with a statement is taken where `known` has it. */
export function parseState<Flag extends string>(source: Source, known: readonly Flag[]): readonly StateLine<Flag>[] {
  const parser = new Parser(source);
  const lines: StateLine<Flag>[] = [];
  while (parser.startLine()) {
    const line = parseLine(parser, known);
    if (lines.some(({ name }) => name === line.name)) {
      throw new EquationError('N3ML_DUPLICATE_SYMBOL', `'${line.name}' has two lines in ${source.title}.`, source, line.at);
    }
    lines.push(line);
  }
  return lines;
}

function parseLine<Flag extends string>(parser: Parser, known: readonly Flag[]): StateLine<Flag> {
  const head = parser.name("a line such as 'dv/dt = -v / tau' or 'theta'");
  const differential = parser.accept('/');
  if (differential) {
    if (parser.peek().text !== 'dt' || !/^d./.test(head.text)) parser.unexpected(`an equation such as 'd${head.text}/dt = ...'`);
    parser.next();
    parser.expect('=');
  } else if (parser.peek().text === '=') {
    const sentence = `'${head.text}' in ${parser.source.title} needs a differential equation, d${head.text}/dt = ..., or stands alone where only events change it.`;
    throw new EquationError('N3ML_EQUATION_SYNTAX', sentence, parser.source, head.at);
  }
  const derivative = differential ? parser.expression() : undefined;
  const { flags, atSpike } = parser.accept(':') ? parseFlags(parser, known) : { flags: new Set<Flag>(), atSpike: [] };
  parser.endLine();
  return { name: differential ? head.text.slice(1) : head.text, at: differential ? head.at + 1 : head.at, derivative, flags, atSpike };
}

function parseFlags<Flag extends string>(parser: Parser, known: readonly Flag[]) {
  const flags = new Set<Flag>();
  const atSpike: Statement[] = [];
  do {
    const { at } = parser.peek();
    const words = [parser.name('a flag').text];
    const takesStatement = () => words.join(' ') === 'at spike' && known.some((flag) => flag === 'at spike');
    while (parser.peek().kind === 'name' && !takesStatement()) words.push(parser.next().text);
    const text = words.join(' ');
    const flag = known.find((candidate) => candidate === text);
    if (flag === undefined) {
      throw new EquationError(
        'N3ML_UNKNOWN_FLAG',
        `No flag '${text}' in ${parser.source.title}. ${suggest(text, known)}`,
        parser.source,
        at,
      );
    }
    flags.add(flag);
    if (takesStatement()) atSpike.push(parseStatement(parser));
  } while (parser.accept(','));
  return { flags, atSpike };
}
