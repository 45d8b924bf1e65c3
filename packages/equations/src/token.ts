import { EquationError, type Source } from './equation-error.ts';

/** A word of an equation. `break` is a newline or a semicolon. */
export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'break' | 'end';
  readonly text: string;
  /** Offset in the source. */
  readonly at: number;
}

const blank = /(?:[ \t\r]|#[^\n]*)+/y;
const word =
  /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol>[-+*/<>=!]=|[-+*/^(),:=<>])|(?<break>[;\n])/y;

const hints: Readonly<Record<string, string>> = {
  '&': " Write 'and'.",
  '|': " Write 'or'.",
  '!': " Write 'not'.",
  '?': " Write 'where(condition, a, b)'.",
};

/** Splits equation text into words. Newlines inside parentheses don't separate statements; `#` starts a comment. */
export function tokenize(source: Source): readonly Token[] {
  const { text } = source;
  if (typeof text !== 'string') throw new EquationError('N3ML_EQUATION_SYNTAX', `${source.title} has to be text, not ${String(text)}.`);
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    if (at >= text.length) break;
    word.lastIndex = at;
    const groups = word.exec(text)?.groups;
    if (!groups) {
      const character = text[at] ?? '';
      throw new EquationError('N3ML_EQUATION_SYNTAX', `Unexpected '${character}' in ${source.title}.${hints[character] ?? ''}`, source, at);
    }
    const kind = (['number', 'name', 'symbol', 'break'] as const).find((candidate) => groups[candidate] !== undefined) ?? 'end';
    const token: Token = { kind, text: groups[kind] ?? '', at };
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (!(token.text === '\n' && depth > 0)) tokens.push(token);
    at = word.lastIndex;
  }
  tokens.push({ kind: 'end', text: '', at: text.trimEnd().length });
  return tokens;
}
