import { type Kind, N3mlError, type Registry, suggest } from '@n3ml/core';
import { loadConfigPlugins } from './config.ts';
import type { CliContext } from './context.ts';

/** The preset's registry with the plugins of the config file. */
export async function loadRegistry({ createRegistry, cwd }: CliContext, config: string | undefined): Promise<Registry> {
  const [registry, plugins] = await Promise.all([
    createRegistry ? createRegistry() : import('../index.ts').then(({ createN3ml }) => createN3ml()),
    loadConfigPlugins(cwd, config),
  ]);
  return registry.use(...plugins);
}

/**
 * A name of a kind as it was typed, or the one name that it begins: `synthetic` is `synthetic-digits`.
 *
 * @throws N3mlError N3ML_UNKNOWN_NAME with a suggestion
 */
export function completeName(registry: Registry, kind: Kind, typed: string): string {
  if (registry.has(kind, typed)) return typed;
  const longer = registry.names(kind).filter((name) => name.startsWith(`${typed}-`));
  if (longer.length === 1 && longer[0] !== undefined) return longer[0];
  throw new N3mlError('N3ML_UNKNOWN_NAME', `No ${kind} '${typed}'. ${suggest(typed, registry.names(kind))}`, { details: { kind, name: typed } });
}
