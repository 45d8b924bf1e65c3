import { type Kind, N3mlError, type Plugin, type Registry, suggest } from '@n3ml/core';
import { loadConfigPlugins } from './config.ts';
import type { CliContext } from './context.ts';

/** The preset's registry with the plugins of the config file. */
export async function loadRegistry({ createRegistry, cwd }: CliContext, config: string | undefined): Promise<Registry> {
  const [registry, plugins] = await Promise.all([
    createRegistry ? createRegistry() : import('../index.ts').then(({ createN3ml }) => createN3ml()),
    loadConfigPlugins(cwd, config),
  ]);
  return plugins.reduce(withPlugin, registry);
}

/** A plugin that throws while it is read is its author's fault, and is told as such. */
function withPlugin(registry: Registry, plugin: Plugin): Registry {
  try {
    return registry.use(plugin);
  } catch (cause) {
    if (cause instanceof N3mlError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new N3mlError('N3ML_BAD_PLUGIN', `Plugin '${plugin.name}' can't be used: ${reason}.`, {
      details: { plugin: plugin.name, reason },
      cause,
    });
  }
}

/**
 * The name, if something of that kind has it.
 *
 * @throws N3mlError N3ML_UNKNOWN_NAME with a suggestion
 */
export function knownName(registry: Registry, kind: Kind, name: string): string {
  if (registry.has(kind, name)) return name;
  throw new N3mlError('N3ML_UNKNOWN_NAME', `No ${kind} '${name}'. ${suggest(name, registry.names(kind))}`, { details: { kind, name } });
}

/** The dataset of `--data`, which may leave out what follows a hyphen where that is clear: `synthetic` is `synthetic-digits`. */
export function datasetName(registry: Registry, typed: string): string {
  const [longer, ...more] = registry.names('dataset').filter((name) => name.startsWith(`${typed}-`));
  const short = longer !== undefined && more.length === 0 && !registry.has('dataset', typed);
  return knownName(registry, 'dataset', short ? longer : typed);
}
