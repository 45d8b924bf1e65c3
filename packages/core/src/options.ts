/** One option of a factory, for checking and for command-line flags. */
export interface OptionSpec {
  readonly type: 'number' | 'integer' | 'string' | 'boolean';
  /** What it is, in a few words; the field's symbol and unit where there is one. */
  readonly describe: string;
  readonly default?: number | string | boolean;
  readonly unit?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
