import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackages } from '../workspace.ts';

/** Where a plugin says its name and its version. */
const pluginHead = /(definePlugin\(\{\s*name: '(?<name>[^']+)',\s*version: ')(?<version>[^']*)'/;

/** A source file of a package that defines its plugin. */
export interface PluginSource {
  /** Relative to the root. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** Of the package. */
  readonly wanted: string;
}

/** The plugins of the packages of a workspace, with the versions that they say they have. */
export function pluginSources(root: string): readonly PluginSource[] {
  return readPackages(root)
    .filter(({ folder }) => folder.startsWith('packages/'))
    .flatMap(({ folder, manifest }) =>
      readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/src/${file}`)
        .flatMap((file) => {
          const { name, version } = pluginHead.exec(readFileSync(join(root, file), 'utf8'))?.groups ?? {};
          return name === manifest.name ? [{ file, name, version: version!, wanted: manifest.version }] : [];
        }),
    );
}

/** Writes the version of each package into its plugin; returns the files that have changed. */
export function stampVersions(root: string): readonly string[] {
  const late = pluginSources(root).filter(({ version, wanted }) => version !== wanted);
  for (const { file, wanted } of late) {
    const path = join(root, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(pluginHead, (_match, head: string) => `${head}${wanted}'`),
    );
  }
  return late.map(({ file }) => file);
}
