import type { About } from './about.ts';
import { checkOptions, type OptionSpec, type OptionSpecs } from './options.ts';
import { withOptions } from './plugin.ts';

/** A spec for every option of O; those that are not in Absent have a default. */
type CompleteSpecs<O, Absent extends keyof O> = {
  readonly [K in Exclude<keyof O, Absent>]-?: OptionSpec & { readonly default: NonNullable<O[K]> };
} & {
  readonly [K in Absent]-?: OptionSpec;
};

/** Options as the maker of a factory gets them: checked, with the defaults filled in. */
type CompleteOptions<O, Absent extends keyof O> = Required<Omit<O, Absent>> & Pick<O, Absent>;

/**
 * A factory that checks its options and fills in their defaults from the specs, so that each default is written once and a direct call is
 * checked as well as one through the registry. What it makes is frozen.
 *
 * The type parameters are what is made, the options as the caller gives them, and the names of those that have no default.
 *
 * @param owner whose options they are, for messages: `encoder 'acme/burst'`
 * @param specs of every option
 * @param make takes the options with their defaults
 * @param about what there is to say about what it makes
 * @throws N3mlError (the factory) N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION, as {@link checkOptions} does
 * @example
 * interface BurstOptions { readonly spikes?: number }
 * const burst = defineFactory<Encoder, BurstOptions>(
 *   "encoder 'acme/burst'",
 *   { spikes: { type: 'integer', describe: 'spikes in a burst', default: 3, min: 1 } },
 *   ({ spikes }) => ({ encode: (values, out) => ... }),
 *   { summary: 'A burst whose place in the window tells the value.', source: 'Acme & Burst, Journal of Bursts 1 (2020), doi:...' },
 * );
 */
export const defineFactory = <Made, O extends object, Absent extends keyof O = never>(
  owner: string,
  specs: CompleteSpecs<O, Absent>,
  make: (options: CompleteOptions<O, Absent>) => Made,
  about?: About,
) =>
  withOptions(
    specs,
    (options?: O): Made => Object.freeze(make(checkOptions(specs as OptionSpecs, { ...options }, owner) as CompleteOptions<O, Absent>)),
    about,
  );
