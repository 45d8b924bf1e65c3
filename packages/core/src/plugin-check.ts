import { N3mlError } from './errors.ts';
import type { Factory, Plugin } from './plugin.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isStrings = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

/** One thing that a plugin provides. */
export interface Provided {
  readonly kind: string;
  readonly name: string;
  readonly factory: Factory;
  readonly plugin: string;
}

function bad(plugin: unknown, what: string): N3mlError {
  const name = isRecord(plugin) && typeof plugin.name === 'string' ? `Plugin '${plugin.name}'` : 'A plugin';
  return new N3mlError('N3ML_BAD_PLUGIN', `${name} ${what}. Make it with definePlugin({ name, version, api: 1, provides }).`);
}

/**
 * What a plugin provides, in its order.
 *
 * @throws N3mlError N3ML_BAD_PLUGIN where it isn't a plugin, N3ML_PLUGIN_API where it was made for another API
 */
export function providedBy(plugin: Plugin): readonly Provided[] {
  if (!isRecord(plugin))
    throw bad(plugin, `is ${plugin === null ? 'null' : `of type ${Array.isArray(plugin) ? 'array' : typeof plugin}`}, not an object`);
  // From here on it is read as what it may be, not as what its type says: it may come from plain JavaScript.
  const { name, version, api, requires = [], provides, override = [] } = plugin as Readonly<Record<keyof Plugin, unknown>>;
  if (typeof name !== 'string' || name === '') throw bad(plugin, 'has no name');
  if (typeof version !== 'string' || version === '') throw bad(plugin, 'has no version');
  if (api !== 1) {
    throw new N3mlError(
      'N3ML_PLUGIN_API',
      `Plugin '${name}' was made for plugin API ${String(api)}, this is API 1. Install the version of '${name}' that fits, or another @n3ml/core.`,
      {
        details: { plugin: name, api },
      },
    );
  }
  if (!isStrings(requires)) throw bad(plugin, "has a 'requires' that is not a list of plugin names");
  if (!isStrings(override)) throw bad(plugin, "has an 'override' that is not a list of 'kind/name'");
  if (!isRecord(provides)) throw bad(plugin, "has no 'provides'");
  const provided: Provided[] = [];
  for (const [kind, factories] of Object.entries(provides)) {
    if (!isRecord(factories)) throw bad(plugin, `provides something as '${kind}' that is not a record of factories`);
    for (const [entry, factory] of Object.entries(factories)) {
      if (typeof factory !== 'function')
        throw bad(plugin, `provides ${kind} '${entry}', which is of type ${typeof factory}, not a function`);
      provided.push({ kind, name: entry, factory: factory as Factory, plugin: name });
    }
  }
  const astray = override.find((entry) => !provided.some(({ kind, name: own }) => entry === `${kind}/${own}`));
  if (astray !== undefined) throw bad(plugin, `overrides '${astray}', which it doesn't provide`);
  return provided;
}
