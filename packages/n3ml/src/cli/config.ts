import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { N3mlError, type Plugin } from '@n3ml/core';
import { findJsonErrorLine } from './json-error-line.ts';

/** What `n3ml.config.ts` (or .mts, .js, .mjs, .json) exports as default. */
export interface N3mlConfig {
  /** Plugins, or names of packages and paths of files (relative to the config) whose default export is one. */
  readonly plugins?: readonly (Plugin | string)[];
}

const names = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `n3ml.config.${extension}`);

/**
 * The plugins of the config file: the named one, or the first `n3ml.config.*` of the folder, or none.
 *
 * @throws N3mlError N3ML_BAD_CONFIG with file, line and reason
 */
export async function loadConfigPlugins(cwd: string, named: string | undefined): Promise<readonly Plugin[]> {
  const file = named === undefined ? names.map((name) => join(cwd, name)).find((path) => existsSync(path)) : resolve(cwd, named);
  if (file === undefined) return [];
  if (!existsSync(file)) throw badConfig(file, 'there is no such file');
  const config = extname(file) === '.json' ? await readJson(file) : await importDefault(file, pathToFileURL(file).href);
  if (typeof config !== 'object' || config === null) throw badConfig(file, 'its default export is not an object like { plugins: [...] }');
  const { plugins = [], ...others } = config as Readonly<Record<string, unknown>>;
  if (!Array.isArray(plugins)) throw badConfig(file, `'plugins' is not a list`);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw badConfig(file, `'${unknown}' is not known; a config has 'plugins'`);
  return Promise.all(plugins.map((plugin: unknown) => (typeof plugin === 'string' ? importPlugin(file, plugin) : (plugin as Plugin))));
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badConfig(file, (error as Error).message, findJsonErrorLine(text), error);
  }
}

/** A package is looked for from the folder of the config on, as an import there would be. */
async function importPlugin(file: string, specifier: string): Promise<Plugin> {
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    return (await importDefault(file, pathToFileURL(resolve(file, '..', specifier)).href)) as Plugin;
  }
  const { createRequire } = await import('node:module');
  try {
    return (await importDefault(file, pathToFileURL(createRequire(file).resolve(specifier)).href)) as Plugin;
  } catch (error) {
    if (error instanceof N3mlError) throw error;
    throw badConfig(file, `plugin '${specifier}' can't be found; install it with 'npm install ${specifier}'`, undefined, error);
  }
}

async function importDefault(file: string, url: string): Promise<unknown> {
  try {
    return ((await import(url)) as { readonly default?: unknown }).default;
  } catch (error) {
    const { message, stack = '', code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw badConfig(
        file,
        `Node ${process.versions.node} doesn't read TypeScript; use Node 22.18 or later, or a .mjs file`,
        undefined,
        error,
      );
    }
    const line = new RegExp(`${basename(file).replaceAll('.', '\\.')}(?:\\?[^:\\s]*)?:(\\d+)`).exec(`${stack}\n${message}`)?.[1];
    throw badConfig(file, message, line === undefined ? undefined : Number(line), error);
  }
}

function badConfig(file: string, reason: string, line?: number, cause?: unknown): N3mlError {
  return new N3mlError('N3ML_BAD_CONFIG', `Config ${file}${line === undefined ? '' : `:${line}`} can't be used: ${reason}.`, {
    details: { file, line, reason },
    cause,
  });
}
