import { Command } from 'commander';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, type ValuesOf } from './flag.ts';

/** What can be told of the arguments before the flags of plugins are known. */
export interface Peek<V> {
  /** The arguments that are no flags, as far as they can be told from values: those before the first flag that isn't known yet. */
  readonly operands: readonly string[];
  /** All words without a dash: arguments, and values of flags that aren't known yet. */
  readonly words: readonly string[];
  readonly values: V;
  readonly help: boolean;
}

/** Reads the flags of n3ml itself: they decide which plugins there are, and so which other flags. */
export function peek<const S extends FlagSpecs>(args: readonly string[], specs: S): Peek<ValuesOf<S>> {
  const flags = flagsOf(specs);
  const command = new Command()
    .allowUnknownOption()
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  addFlags(command, flags, '');
  const { operands, unknown } = command.parseOptions([...args]);
  // The flags were made from these specs, so their values are of these types.
  const values = givenOptions(flags, command) as ValuesOf<S>;
  const words = [...operands, ...unknown.filter((word) => !word.startsWith('-'))];
  return { operands, words, values, help: unknown.includes('--help') || unknown.includes('-h') };
}
