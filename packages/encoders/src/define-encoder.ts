import { checkOptions, type Encoder, type OptionSpec, type OptionSpecs, withOptions } from '@n3ml/core';

/** A spec for every option of O; those that are not in Absent have a default. */
type SpecsOf<O, Absent extends keyof O> = {
  readonly [K in Exclude<keyof O, Absent>]-?: OptionSpec & { readonly default: NonNullable<O[K]> };
} & {
  readonly [K in Absent]-?: OptionSpec;
};

/**
 * A factory that checks its options and fills in their defaults from the specs, so that each default is written once and a direct call is
 * checked as well as one through the registry.
 *
 * O are the options as the caller gives them, Absent the names of those that have no default.
 */
export const defineEncoder = <O extends object, Absent extends keyof O = never>(
  name: string,
  specs: SpecsOf<O, Absent>,
  make: (options: Required<Omit<O, Absent>> & Pick<O, Absent>) => Encoder,
) => {
  const owner = `encoder '${name}'`;
  return withOptions(
    specs,
    (options?: O): Encoder => make(checkOptions(specs as OptionSpecs, { ...options }, owner) as Parameters<typeof make>[0]),
  );
};
