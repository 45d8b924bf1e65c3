import { N3mlError, type OptionSpec, type OptionSpecs } from '@n3ml/core';
import { type Command, Option } from 'commander';

/** The spec of an option as a flag sets it. */
export interface FlagSpec extends OptionSpec {
  /** The value where the flag stands alone. @default the flag needs a value */
  readonly alone?: number | string;
}
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** A flag of the command line and the option that it sets. */
export interface Flag {
  /** Without dashes: `lr-post`, `raster.max-spikes`. */
  readonly name: string;
  /** The option's own name: `lrPost`. */
  readonly option: string;
  readonly spec: FlagSpec;
}
export type OptionValues = Record<string, number | string | boolean>;
/** The values of options whose specs are known at compile time; those that were not given are absent. */
export type ValuesOf<S extends FlagSpecs> = {
  readonly [O in keyof S]?: S[O]['type'] extends 'string' ? string : S[O]['type'] extends 'boolean' ? boolean : number;
};

/** @example kebabCase('lrPost') // 'lr-post' */
export const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The flags of options, `--lr-post`; where the short name is taken by another flag, `--<owner>.lr-post`. */
export const flagsOf = (specs: FlagSpecs, owner = '', taken: readonly Flag[] = []): Flag[] =>
  Object.entries(specs).map(([option, spec]) => {
    const short = kebabCase(option);
    return { name: taken.some(({ name }) => name === short) ? `${owner}.${short}` : short, option, spec };
  });

/** The flags of a plugin's options, with its name in front: `--raster.max-spikes`. */
export const prefixedFlagsOf = (specs: OptionSpecs, owner: string): Flag[] =>
  Object.entries(specs).map(([option, spec]) => ({ name: `${owner}.${kebabCase(option)}`, option, spec }));

/** Adds flags to a command, under a heading of their own. They get no default there: what isn't given is left to the factory. */
export function addFlags(command: Command, flags: readonly Flag[], heading: string): void {
  for (const flag of flags) {
    command.addOption(commanderOption(flag).helpGroup(heading));
    // Where the default is not known here (a preset's, say), both ways have to be open.
    if (flag.spec.type === 'boolean' && flag.spec.default === undefined) command.addOption(new Option(`--no-${flag.name}`).hideHelp());
  }
}

function commanderOption(flag: Flag): Option {
  const { name, spec } = flag;
  if (spec.type === 'boolean') return new Option(spec.default === true ? `--no-${name}` : `--${name}`, describeFlag(spec));
  const placeholder = spec.type === 'string' ? 'text' : spec.type === 'integer' ? 'n' : 'x';
  const value = spec.alone === undefined ? `<${placeholder}>` : `[${placeholder}]`;
  return new Option(`--${name} ${value}`, describeFlag(spec)).argParser((text) => parseValue(flag, text));
}

function describeFlag({ describe, unit, choices, alone, default: preset = alone, type }: FlagSpec): string {
  const notes = [unit ?? [], choices?.join(' | ') ?? [], preset === undefined || type === 'boolean' ? [] : `default: ${preset}`].flat();
  const what = type === 'boolean' && preset === true ? `switches off: ${describe}` : describe;
  return notes.length === 0 ? what : `${what} (${notes.join('; ')})`;
}

function parseValue({ name, spec }: Flag, text: string): number | string {
  const orNothing = spec.alone === undefined ? '' : ' or nothing';
  const refuse = (needs: string, remedy = '') =>
    new N3mlError('N3ML_BAD_FLAG', `--${name} needs ${needs}${orNothing}, not '${text}'.${remedy}`, {
      details: { flag: name, value: text },
    });
  if (spec.type === 'string') {
    if (spec.choices && !spec.choices.includes(text)) throw refuse(`one of ${spec.choices.join(', ')}`);
    return text;
  }
  const kind = spec.type === 'integer' ? 'a whole number' : 'a number';
  const value = text.trim() === '' ? Number.NaN : Number(text);
  // An argument of the command behind a flag that may stand alone is taken for its value.
  if (!Number.isFinite(value) || (spec.type === 'integer' && !Number.isSafeInteger(value))) {
    throw refuse(kind, spec.alone === undefined ? '' : ` If '${text}' is what the command works on, write it before --${name}.`);
  }
  if (spec.min !== undefined && value < spec.min) throw refuse(`${kind} of at least ${spec.min}`);
  if (spec.max !== undefined && value > spec.max) throw refuse(`${kind} of at most ${spec.max}`);
  return value;
}

/** The options that were given on the command line, by their own names. */
export function givenOptions(flags: readonly Flag[], command: Command): OptionValues {
  const given: OptionValues = {};
  for (const { name, option, spec } of flags) {
    const key = new Option(`--${name}`).attributeName();
    if (command.getOptionValueSource(key) !== 'cli') continue;
    const value = command.getOptionValue(key);
    // A flag that stands alone is true to commander, whatever its type.
    given[option] = value === true ? (spec.alone ?? true) : value;
  }
  return given;
}
