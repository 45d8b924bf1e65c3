import type { About } from './about.ts';
import type { OptionSpec, OptionSpecs } from './options.ts';
import type { Kind, Kinds } from './registry.ts';

/**
 * A function that makes something from options. It may carry the specs of its options, so that they can be checked and become flags, and what there is
 * to say about what it makes.
 */
// biome-ignore lint/suspicious/noExplicitAny: the table of each kind gives the exact type
export type Factory = ((options?: any) => unknown) & { readonly options?: OptionSpecs; readonly about?: About };

/** A plugin is data: what it is called and what it provides. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly api: 1;
  /** Names of plugins that have to be there before. */
  readonly requires?: readonly string[];
  readonly provides: { readonly [K in Kind]?: Readonly<Record<string, Factory>> };
  /**
   * What this plugin may take over from a plugin that was there before, as `kind/name`. Meant for the one who puts a registry together:
   * `registry.use({ ...plugin, override: ['encoder/poisson'] })`.
   */
  readonly override?: readonly string[];
}

/** The rows that the tables of {@link Kinds} declare for what is provided; in place of a row that isn't there, a sentence for the compiler to print. */
type Declared<P> = {
  readonly [K in keyof P]: K extends Kind
    ? {
        readonly [N in keyof P[K]]: N extends keyof Kinds[K]['table']
          ? Kinds[K]['table'][N]
          : `Declare '${N & string}' in the table of the kind '${K}' first`;
      }
    : `Declare the kind '${K & string}' in Kinds first`;
};

/**
 * A plugin, checked against the declared tables by the compiler: a name that no table declares, or a factory of another type than its row, is a compile
 * error.
 *
 * @returns a frozen copy of the plugin
 * @example
 * declare module '@n3ml/core' { interface Encoders { 'acme/burst': typeof burst } }
 * export default definePlugin({ name: 'n3ml-plugin-burst', version: '1.0.0', api: 1, provides: { encoder: { 'acme/burst': burst } } });
 */
export function definePlugin<const P extends Plugin>(plugin: P & { readonly provides: Declared<P['provides']> }): Plugin {
  const checked: Plugin = plugin;
  const provides = Object.fromEntries(Object.entries(checked.provides).map(([kind, factories]) => [kind, Object.freeze({ ...factories })]));
  return Object.freeze({ ...checked, provides: Object.freeze(provides) });
}

/**
 * Attaches the specs of its options to a factory, for `registry.resolve` and for command-line flags. Specs for options that the factory doesn't
 * take are compile errors.
 *
 * @param about what there is to say about what it makes
 * @returns the factory itself, frozen
 * @example withOptions({ rate: { type: 'number', describe: 'highest rate', unit: 'Hz', default: 63.75, min: 0 } }, ({ rate = 63.75 }: { rate?: number } = {}) => ...)
 */
export function withOptions<F extends (...args: never[]) => unknown>(
  specs: { readonly [O in keyof NonNullable<Parameters<F>[0]>]?: OptionSpec },
  factory: F,
  about?: About,
): F & { readonly options: OptionSpecs; readonly about?: About } {
  const frozen = Object.fromEntries(
    Object.entries<OptionSpec>(specs as OptionSpecs).map(([option, spec]) => [option, Object.freeze({ ...spec })]),
  );
  const described = about && { about: Object.freeze({ ...about }) };
  return Object.freeze(Object.assign(factory, { options: Object.freeze(frozen) }, described));
}
