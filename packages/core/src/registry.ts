import type { About } from './about.ts';
import type { Dataset, Datasets } from './contracts/dataset.ts';
import type { Encoder, Encoders } from './contracts/encoder.ts';
import type { Executor, Executors } from './contracts/executor.ts';
import type { LearningRule, LearningRules } from './contracts/learning-rule.ts';
import type { Model, Models } from './contracts/model.ts';
import type { Neuron, Neurons } from './contracts/neuron.ts';
import type { Observer, Observers } from './contracts/observer.ts';
import { N3mlError } from './errors.ts';
import { checkOptions, type OptionSpecs } from './options.ts';
import type { Plugin } from './plugin.ts';
import { type Provided, providedBy } from './plugin-check.ts';
import { suggest } from './suggest.ts';

/** The kinds of things that plugins provide: the open table of each, and what its factories make. A third party may add a kind. */
export interface Kinds {
  neuron: { table: Neurons; makes: Neuron };
  learningRule: { table: LearningRules; makes: LearningRule };
  encoder: { table: Encoders; makes: Encoder };
  dataset: { table: Datasets; makes: Dataset | Promise<Dataset> };
  executor: { table: Executors; makes: Executor };
  observer: { table: Observers; makes: Observer };
  model: { table: Models; makes: Model };
}
/** The name of a kind: 'neuron', 'encoder' and so on. */
export type Kind = keyof Kinds;

type Row<K extends Kind, N extends keyof Kinds[K]['table']> = Kinds[K]['table'][N] extends (...args: infer A) => infer R
  ? { args: A; makes: R }
  : never;

/** What a registry knows of something without making it. */
export interface Description {
  readonly kind: Kind;
  readonly name: string;
  /** The plugin that provides it. */
  readonly plugin: string;
  /** The specs of its options; empty where it has none. */
  readonly options: OptionSpecs;
  readonly about?: About;
}

/** Where plugins meet: it makes whatever they provide, by kind and name. */
export interface Registry {
  /**
   * Adds plugins, all or nothing; returns the registry. An object that was added before has no effect.
   * @throws N3mlError N3ML_BAD_PLUGIN, N3ML_PLUGIN_API, N3ML_DUPLICATE_PLUGIN (another copy), N3ML_MISSING_PLUGIN (of `requires`), N3ML_NAME_TAKEN
   */
  use(...plugins: readonly Plugin[]): Registry;
  /**
   * Makes something by a name that is known at compile time: options and result are fully typed.
   * @throws N3mlError N3ML_UNKNOWN_NAME; N3ML_FACTORY_FAILED with the cause where the factory throws something that isn't an N3mlError
   */
  create<K extends Kind, N extends keyof Kinds[K]['table'] & string>(kind: K, name: N, ...options: Row<K, N>['args']): Row<K, N>['makes'];
  /**
   * Makes something by a name that is known at run time only (a flag, a checkpoint): options are checked against the factory's specs, where it has them.
   * @throws N3mlError what `create` throws, and N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
   */
  resolve<K extends Kind>(kind: K, name: string, options?: Readonly<Record<string, unknown>>): Kinds[K]['makes'];
  has(kind: Kind, name: string): boolean;
  /** Names of a kind, sorted. */
  names(kind: Kind): readonly string[];
  /** The specs of a factory's options; empty where it has none. */
  optionsOf(kind: Kind, name: string): OptionSpecs;
  /** What there is to know of something by a name that is known at run time only, without making it. @throws N3mlError N3ML_UNKNOWN_NAME */
  describe(kind: string, name: string): Description;
  /** Every plugin in the order in which it was added. */
  readonly plugins: readonly Plugin[];
}

/** What a registry holds at one time. Never changed: `use` makes the next one, so a plugin that is refused leaves no trace. */
interface Contents {
  readonly plugins: readonly Plugin[];
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, Provided>>;
}

function withPlugin(contents: Contents, plugin: Plugin): Contents {
  if (contents.plugins.includes(plugin)) return contents;
  const provided = providedBy(plugin);
  const { name, version, requires = [], override = [] } = plugin;

  const namesake = contents.plugins.find((other) => other.name === name);
  if (namesake) {
    throw new N3mlError(
      'N3ML_DUPLICATE_PLUGIN',
      `Plugin '${name}' is there already (version ${namesake.version}); this is another copy (version ${version}). Use one of them, or look for a second installed copy with \`npm ls ${name}\`.`,
      {
        details: { plugin: name, versions: [namesake.version, version] },
      },
    );
  }
  const missing = requires.find((required) => !contents.plugins.some((other) => other.name === required));
  if (missing !== undefined) {
    throw new N3mlError(
      'N3ML_MISSING_PLUGIN',
      `Plugin '${name}' requires plugin '${missing}', which is not there. Add '${missing}' before '${name}'.`,
      { details: { plugin: name, missing } },
    );
  }

  const kinds = new Map([...contents.kinds].map(([kind, table]) => [kind, new Map(table)]));
  for (const entry of provided) {
    const table = kinds.get(entry.kind) ?? new Map<string, Provided>();
    kinds.set(entry.kind, table);
    const owner = table.get(entry.name)?.plugin;
    const path = `${entry.kind}/${entry.name}`;
    if (owner !== undefined && !override.includes(path)) {
      throw new N3mlError(
        'N3ML_NAME_TAKEN',
        `Plugin '${name}' provides ${entry.kind} '${entry.name}', which plugin '${owner}' provides already. To replace it: use({ ...plugin, override: ['${path}'] }).`,
        {
          details: { plugin: name, owner, kind: entry.kind, name: entry.name },
        },
      );
    }
    table.set(entry.name, entry);
  }
  return { plugins: [...contents.plugins, plugin], kinds };
}

function find({ kinds }: Contents, kind: string, name: string): Provided {
  const table = kinds.get(kind);
  if (!table)
    throw new N3mlError('N3ML_UNKNOWN_NAME', `No plugin here provides the kind '${kind}'. ${suggest(kind, kinds.keys())}`, {
      details: { kind, name },
    });
  const entry = table.get(name);
  if (!entry) throw new N3mlError('N3ML_UNKNOWN_NAME', `No ${kind} '${name}'. ${suggest(name, table.keys())}`, { details: { kind, name } });
  return entry;
}

function make({ kind, name, plugin, factory }: Provided, options: readonly unknown[]): unknown {
  try {
    return factory(...(options as [unknown?]));
  } catch (cause) {
    if (cause instanceof N3mlError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new N3mlError('N3ML_FACTORY_FAILED', `${kind} '${name}' of plugin '${plugin}' could not be made: ${reason}`, {
      details: { kind, name, plugin },
      cause,
    });
  }
}

/**
 * An empty registry. There is no global one: whoever runs something makes a registry and adds the plugins that it is to know.
 *
 * @example
 * const registry = createRegistry().use(neurons, encoders);
 * const encoder = registry.create('encoder', 'poisson', { maxRate: 63.75 });
 */
export function createRegistry(): Registry {
  let contents: Contents = { plugins: [], kinds: new Map() };
  const registry = {
    use(...plugins: readonly Plugin[]): Registry {
      contents = plugins.reduce(withPlugin, contents);
      return registry;
    },
    create: (kind: string, name: string, ...options: readonly unknown[]) => make(find(contents, kind, name), options),
    resolve(kind: string, name: string, options: Readonly<Record<string, unknown>> = {}) {
      const entry = find(contents, kind, name);
      const specs = entry.factory.options;
      return make(entry, [specs ? checkOptions(specs, options, `${kind} '${name}'`) : options]);
    },
    has: (kind: string, name: string) => contents.kinds.get(kind)?.has(name) ?? false,
    names: (kind: string) => [...(contents.kinds.get(kind)?.keys() ?? [])].sort(),
    optionsOf: (kind: string, name: string) => find(contents, kind, name).factory.options ?? {},
    describe(kind: string, name: string) {
      const { plugin, factory } = find(contents, kind, name);
      return { kind, name, plugin, options: factory.options ?? {}, ...(factory.about && { about: factory.about }) };
    },
    get plugins() {
      return contents.plugins;
    },
  } as Registry;
  return Object.freeze(registry);
}
