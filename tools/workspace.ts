import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of the workspace. */
export interface Package {
  /** Name of its folder, by which people call it: `core`. */
  readonly short: string;
  /** Relative to the root: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const workspaceRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** The package that a specifier names: `@n3ml/core/node` is of `@n3ml/core`, `rxjs/operators` of `rxjs`. */
export const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** The packages in `packages/` and `examples/` of a workspace, its `tools` and its `docs`, in the order of their folders. */
export function readPackages(root: string): readonly Package[] {
  const inside = (parent: string): string[] =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [];
  return [...inside('packages'), ...inside('examples'), 'tools', 'docs']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({
      short: basename(folder),
      folder,
      manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
    }));
}
