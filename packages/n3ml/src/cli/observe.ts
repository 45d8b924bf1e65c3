import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { coreEventTypes, type Observer, type Registry } from '@n3ml/core';
import type { OptionValues } from './flag.ts';
import { knownName } from './registry.ts';
import { type FileVerb, logExtensions } from './run-folder.ts';

/** The observers that every training run has, and their files in the run folder; a picture is drawn where the run has something for it. */
const usual: Readonly<Record<string, string>> = {
  jsonl: 'events.jsonl',
  'weight-image': 'weights.png',
  'learning-curve': 'learning-curve.svg',
  'spike-times': 'spike-times.svg',
};

/** Options that aren't left to the factories. A recording is to show a run again, so it holds the events of every package, not of core alone. */
const preset: Readonly<Record<string, OptionValues>> = { record: { types: [...coreEventTypes, 'spike-times'].join(',') } };

/** The observers of `--observe a,b`, each once; `progress` is in front anyway. */
export function askedObservers(registry: Registry, typed = ''): readonly string[] {
  const asked = typed.split(',').map((name) => name.trim());
  const names = asked.filter((name) => name !== '' && name !== 'progress').map((name) => knownName(registry, 'observer', name));
  return [...new Set(names)];
}

/** The usual observers of a training run and those of `--observe a,b`, each once. */
export function observerNames(registry: Registry, typed?: string): readonly string[] {
  return [...new Set([...Object.keys(usual).filter((name) => registry.has('observer', name)), ...askedObservers(registry, typed)])];
}

/** The name of an observer's file in the run folder, or undefined where it has no option `path`. */
export function fileOf(registry: Registry, name: string): string | undefined {
  const { path } = registry.optionsOf('observer', name);
  return path && (usual[name] ?? basename(String(path.default ?? name)));
}

/** The files that observers may have in a run folder, without verbs and numbers. */
export const observerFiles = (registry: Registry): readonly string[] =>
  registry.names('observer').flatMap((name) => fileOf(registry, name) ?? []);

/** `raster.svg` of the verb infer: `infer-raster.svg`. What training has left stays as it is. */
const fileOfVerb = (file: string, verb?: FileVerb): string => (verb === undefined ? file : `${verb}-${file}`);

/** Logs are begun anew by their observers; those of the earlier part of a run that goes on are kept, so the next part's get a number. */
function freeLog(path: string): string {
  const extension = extname(path);
  if (!logExtensions.includes(extension)) return path;
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? path : `${path.slice(0, -extension.length)}-${number}${extension}`;
    if (!existsSync(numbered)) return numbered;
  }
}

/**
 * Makes observers. Their files are in the run folder, or where a path was given, relative to the working directory.
 *
 * @param given options by observer
 * @param place.verb goes in front of the names of the files; training has none
 */
export function fileObservers(
  registry: Registry,
  names: readonly string[],
  given: Readonly<Record<string, OptionValues>>,
  { folder, cwd, verb }: { readonly folder: string; readonly cwd: string; readonly verb?: FileVerb },
): Observer[] {
  return names.map((name) => {
    const options = { ...preset[name], ...given[name] };
    const file = fileOf(registry, name);
    const path = options.path === undefined ? file && freeLog(join(folder, fileOfVerb(file, verb))) : resolve(cwd, String(options.path));
    return registry.resolve('observer', name, { ...options, ...(path === undefined ? {} : { path }) });
  });
}
