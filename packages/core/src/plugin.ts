import type { Kind } from './registry.ts';
import type { OptionSpecs } from './options.ts';

/** A function that makes something from options. It may carry the specs of its options, so that they can be checked and become flags. */
// biome-ignore lint/suspicious/noExplicitAny: the table of each kind gives the exact type
export type Factory = ((options?: any) => unknown) & { readonly options?: OptionSpecs };

/** A plugin is data: what it is called and what it provides. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly api: 1;
  /** Names of plugins that have to be there before. */
  readonly requires?: readonly string[];
  readonly provides: { readonly [K in Kind]?: Readonly<Record<string, Factory>> };
}
