/** What can be wrong with an equation. */
export type EquationErrorCode =
  | 'N3ML_EQUATION_SYNTAX'
  | 'N3ML_UNKNOWN_SYMBOL'
  | 'N3ML_UNKNOWN_FUNCTION'
  | 'N3ML_UNKNOWN_FLAG'
  | 'N3ML_DUPLICATE_SYMBOL'
  | 'N3ML_RESERVED_NAME'
  | 'N3ML_ASSIGNED_PARAMETER'
  | 'N3ML_WRONG_SIDE'
  | 'N3ML_WRONG_TYPE'
  | 'N3ML_METHOD_REQUIRED'
  | 'N3ML_NOT_LINEAR'
  | 'N3ML_TIME_CONSTANT_TOO_SLOW'
  | 'N3ML_WEIGHT_EQUATION'
  | 'N3ML_UNBOUNDED_WEIGHT'
  | 'N3ML_BAD_PARAMETER'
  | 'N3ML_BAD_STEP';

/** A piece of equation text and the field that it stands in, such as `onPost`. */
export interface Source {
  readonly title: string;
  readonly text: string;
}

/** The source line around `at`, and a caret under it. */
function excerpt({ text }: Source, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? text.length : end).trimEnd();
  const indent = line.length - line.trimStart().length;
  return `  ${line.trimStart()}\n  ${' '.repeat(Math.max(0, at - start - indent))}^`;
}

/**
 * An equation that can't be compiled. The message is a sentence, then the source line with a caret under the place.
 *
 * @example
 * No symbol 'xTarr' in onPost. Did you mean 'xTar'? Known: alpha, mu, w, wMax, wMin, xPre, xTar.
 *   w += alpha * (xPre - xTarr) * (wMax - w)^mu
 *                        ^
 */
export class EquationError extends Error {
  readonly code: EquationErrorCode;
  /** The message without the source line. */
  readonly sentence: string;
  /** The field of the model that the error is in, where there is one. */
  readonly field: string | undefined;

  constructor(code: EquationErrorCode, sentence: string, source?: Source, at?: number) {
    super(source === undefined || at === undefined ? sentence : `${sentence}\n${excerpt(source, at)}`);
    this.name = 'EquationError';
    this.code = code;
    this.sentence = sentence;
    this.field = source?.title;
  }
}
