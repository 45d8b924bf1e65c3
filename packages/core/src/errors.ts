/** What {@link N3mlError} carries beside its message. */
export interface N3mlErrorDetails {
  /** The value, names and places that the message speaks of, for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * Every error that n3ml throws on purpose. The message says what is wrong, shows the value and offers the remedy; the code is stable
 * across versions and stands at the end of the message in square brackets.
 *
 * @example new N3mlError('N3ML_UNKNOWN_NAME', "No encoder 'poison'. Did you mean 'poisson'?")
 */
export class N3mlError extends Error {
  readonly code: `N3ML_${string}`;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: `N3ML_${string}`, message: string, { details = {}, cause }: N3mlErrorDetails = {}) {
    super(`${message} [${code}]`, cause === undefined ? undefined : { cause });
    this.name = 'N3mlError';
    this.code = code;
    this.details = details;
  }
}
