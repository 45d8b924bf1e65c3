import { N3mlError } from './errors.ts';
import { suggest } from './suggest.ts';

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
/** The options of a factory, by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

const show = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : typeof value === 'object' && value !== null
      ? `an ${Array.isArray(value) ? 'array' : 'object'}`
      : String(value);

/** What the option has to be, for the end of an error sentence: 'a whole number from 1 to 10'. */
function requirement({ type, choices, min, max, unit }: OptionSpec): string {
  if (choices) return `one of ${choices.join(', ')}`;
  if (type === 'string') return 'a string';
  if (type === 'boolean') return 'true or false';
  const bounds =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : '';
  return `a ${type === 'integer' ? 'whole' : 'finite'} number${bounds}${unit ? ` (in ${unit})` : ''}`;
}

function fits({ type, choices, min = -Infinity, max = Infinity }: OptionSpec, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'string') return typeof value === 'string' && (!choices || choices.includes(value));
  return (
    (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) && (value as number) >= min && (value as number) <= max
  );
}

/**
 * Checks options that are known at run time only (flags, a checkpoint) and fills in the defaults. An option that is undefined counts as not
 * given; one that has no default and isn't given stays absent.
 *
 * @param owner whose options they are, for messages: `encoder 'poisson'`
 * @returns a fresh record, so that `given` is left as it is
 * @throws N3mlError N3ML_UNKNOWN_OPTION for a name without a spec
 * @throws N3mlError N3ML_BAD_OPTION for a value of another type, not finite, out of bounds or not among the choices
 */
export function checkOptions(specs: OptionSpecs, given: Readonly<Record<string, unknown>>, owner: string): Record<string, unknown> {
  const checked: [string, unknown][] = [];
  for (const [option, value] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, option) ? specs[option] : undefined;
    if (!spec) {
      throw new N3mlError('N3ML_UNKNOWN_OPTION', `No option '${option}' for ${owner}. ${suggest(option, Object.keys(specs))}`, {
        details: { owner, option, value },
      });
    }
    if (value === undefined) continue;
    if (!fits(spec, value)) {
      throw new N3mlError('N3ML_BAD_OPTION', `Option '${option}' of ${owner} is ${show(value)}; give ${requirement(spec)}.`, {
        details: { owner, option, value },
      });
    }
    checked.push([option, value]);
  }
  const defaults = Object.entries(specs).flatMap(([option, spec]) => (spec.default === undefined ? [] : [[option, spec.default] as const]));
  // fromEntries defines properties, it doesn't set them: an option named __proto__ is an option.
  return Object.fromEntries([...defaults, ...checked]);
}
