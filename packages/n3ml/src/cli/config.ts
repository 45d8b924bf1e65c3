import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, isAbsolute, join, resolve } from 'node:path';
import { N3mlError, type Plugin } from '@n3ml/core';
import { importDefault } from './import-default.ts';
import { findJsonErrorLine } from './json-error-line.ts';
import { type LoadFault, loadFault } from './load-fault.ts';

/** What `n3ml.config.ts` (or .mts, .js, .mjs, .json) exports as default. */
export interface N3mlConfig {
  /** Plugins, or names of packages and paths of files (relative to the config) whose default export is one. */
  readonly plugins?: readonly (Plugin | string)[];
}

const names = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `n3ml.config.${extension}`);

/**
 * The plugins of the config file: the named one, or the first `n3ml.config.*` of the folder, or none.
 *
 * @throws N3mlError N3ML_BAD_CONFIG, and N3ML_BAD_PLUGIN for a plugin that is named in it, with file, line and reason
 */
export async function loadConfigPlugins(cwd: string, named: string | undefined): Promise<readonly Plugin[]> {
  const file = named === undefined ? names.map((name) => join(cwd, name)).find((path) => existsSync(path)) : resolve(cwd, named);
  if (file === undefined) return [];
  if (!existsSync(file)) throw badConfig(file, { reason: 'there is no such file' });
  const config = extname(file) === '.json' ? await readJson(file) : await importConfig(file);
  if (typeof config !== 'object' || config === null) {
    throw badConfig(file, { reason: 'its default export is not an object like { plugins: [...] }' });
  }
  const { plugins = [], ...others } = config as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw badConfig(file, { reason: `'${unknown}' is not known; a config has 'plugins'` });
  if (!Array.isArray(plugins)) throw badConfig(file, { reason: `'plugins' is not a list` });
  return Promise.all(plugins.map((plugin: unknown, place) => pluginOf(file, plugin, place)));
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badConfig(file, { reason: (error as Error).message, file, line: findJsonErrorLine(text) }, error);
  }
}

async function importConfig(file: string): Promise<unknown> {
  try {
    return await importDefault(file);
  } catch (error) {
    throw badConfig(file, loadFault(file, error), error);
  }
}

async function pluginOf(config: string, entry: unknown, place: number): Promise<Plugin> {
  const plugin = typeof entry === 'string' ? await importPlugin(config, entry) : entry;
  if (typeof plugin === 'object' && plugin !== null && !Array.isArray(plugin)) return plugin as Plugin;
  const what = `of type ${plugin === null ? 'null' : Array.isArray(plugin) ? 'array' : typeof plugin}`;
  if (typeof entry === 'string') throw badPlugin(config, entry, { reason: `its default export is ${what}, not a plugin` });
  throw badConfig(config, { reason: `plugins[${place}] is ${what}, neither a plugin nor the name of one` });
}

async function importPlugin(config: string, specifier: string): Promise<unknown> {
  const file = findPlugin(config, specifier);
  try {
    return await importDefault(file);
  } catch (error) {
    throw badPlugin(config, specifier, loadFault(file, error), error);
  }
}

/** A package is looked for from the folder of the config on, as an import there would be. */
function findPlugin(config: string, specifier: string): string {
  if (specifier.startsWith('.') || isAbsolute(specifier)) {
    const file = resolve(config, '..', specifier);
    if (!existsSync(file)) throw badConfig(config, { reason: `plugin '${specifier}' can't be found; there is no file ${file}` });
    return file;
  }
  try {
    return createRequire(config).resolve(specifier);
  } catch (cause) {
    const broken = (cause as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    const remedy = broken ? 'its package.json exports nothing to import' : `install it with 'npm install ${specifier}'`;
    throw badConfig(config, { reason: `plugin '${specifier}' can't be found; ${remedy}` }, cause);
  }
}

function badConfig(config: string, { reason, file, line }: LoadFault, cause?: unknown): N3mlError {
  const inside = file === config ? `:${line}` : '';
  const elsewhere = file === undefined || file === config ? '' : ` (${file}:${line})`;
  return new N3mlError('N3ML_BAD_CONFIG', `Config ${config}${inside} can't be used: ${reason}${elsewhere}.`, {
    details: { file: file ?? config, line, reason },
    cause,
  });
}

function badPlugin(config: string, specifier: string, { reason, file, line }: LoadFault, cause?: unknown): N3mlError {
  const place = file === undefined ? '' : ` (${file}:${line})`;
  const message = `Plugin '${specifier}' of ${config} can't be used: ${reason}${place}.`;
  return new N3mlError('N3ML_BAD_PLUGIN', message, { details: { plugin: specifier, config, file, line, reason }, cause });
}
