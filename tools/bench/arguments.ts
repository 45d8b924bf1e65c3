import { N3mlError, suggest } from '@n3ml/core';

/** Options of a benchmark by name; the default of each tells its type. Numbers are whole and above 0, lists are written with commas. */
export type BenchOptions = Readonly<Record<string, number | string | readonly number[]>>;

/** The names in front, and the text of each option: `--samples 5000` or `--samples=5000`. */
export interface BenchArguments {
  readonly names: readonly string[];
  readonly given: Readonly<Record<string, string>>;
}

/** @throws N3mlError N3ML_BAD_OPTION where an option has no value, or stands there twice */
export function splitArguments(args: readonly string[]): BenchArguments {
  const names: string[] = [];
  const given: Record<string, string> = {};
  for (let k = 0; k < args.length; k++) {
    const arg = args[k]!;
    if (!arg.startsWith('--')) {
      names.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const name = arg.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 ? args[++k] : arg.slice(equals + 1);
    if (value === undefined || value === '' || value.startsWith('--')) throw new N3mlError('N3ML_BAD_OPTION', `--${name} needs a value.`);
    if (Object.hasOwn(given, name)) throw new N3mlError('N3ML_BAD_OPTION', `--${name} is there twice. Lists are written with commas.`);
    given[name] = value;
  }
  return { names, given };
}

/** @throws N3mlError N3ML_UNKNOWN_OPTION for an option that none of the benchmarks has */
export function refuseUnknown({ names, given }: BenchArguments, benches: readonly { readonly options: BenchOptions }[]): void {
  const known = new Set(benches.flatMap(({ options }) => Object.keys(options)));
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    throw new N3mlError('N3ML_UNKNOWN_OPTION', `No option --${name} for ${names.join(', ')}. ${suggest(name, known)}`);
  }
}

/**
 * The defaults with what was given over them; options that belong to other benchmarks are left out.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 */
export function optionsFrom(defaults: BenchOptions, given: BenchArguments['given']): BenchOptions {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const text = Object.hasOwn(given, name) ? given[name] : undefined;
      return [name, text === undefined ? value : parse(name, text, value)];
    }),
  );
}

function parse(name: string, text: string, like: BenchOptions[string]): BenchOptions[string] {
  if (typeof like === 'string') return text;
  return typeof like === 'number' ? wholeNumber(name, text) : text.split(',').map((part) => wholeNumber(name, part));
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new N3mlError('N3ML_BAD_OPTION', `--${name} needs a whole number above 0, not '${text}'.`);
}
