import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

/** The version of this package, and so of every package of n3ml: they share one. */
export const { version } = manifest;

const dependencyFields = ['dependencies', 'peerDependencies', 'devDependencies'] as const;

/**
 * Fills in the versions of a package.json that says `"*"` for each: that of this package for n3ml's, and for the others the one with which the templates are
 * tested here.
 */
export function withVersions(text: string): string {
  const parsed = JSON.parse(text) as Record<string, unknown>;
  for (const field of dependencyFields) {
    const wanted = parsed[field];
    if (wanted === undefined) continue;
    parsed[field] = Object.fromEntries(Object.keys(wanted as object).map((name) => [name, versionOf(name)]));
  }
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

function versionOf(name: string): string {
  const tested = manifest.devDependencies[name];
  if (name.startsWith('@n3ml/')) return `^${version}`;
  if (tested === undefined) throw new Error(`The templates are not tested with '${name}': add it to the devDependencies here.`);
  return `^${tested.replace(/^\^/, '')}`;
}
