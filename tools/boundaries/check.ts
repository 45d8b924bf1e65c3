import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { type Package, packageOf, readPackages } from '../workspace.ts';
import { findCycle } from './cycle.ts';
import { exampleLayer, type Layer, layers } from './layers.ts';
import { parseSource } from './source-file.ts';

export interface Boundaries {
  /** A sentence for each violation, with the place. */
  readonly violations: readonly string[];
  /** The packages of ours that each package really imports, by short name. */
  readonly arrows: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The source files that a row of `imports` in a package.json may stand for, under any condition. */
function sourcesOf(row: unknown): string[] {
  if (typeof row === 'string') return row.endsWith('.ts') ? [row] : [];
  return typeof row === 'object' && row !== null ? Object.values(row).flatMap(sourcesOf) : [];
}

function sourceFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return ['node_modules', 'dist', 'test', 'runs'].includes(entry.name) ? [] : sourceFiles(root, path);
      return /\.m?[jt]s$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

/** Reads the real imports of a workspace and compares them with the table of layers. */
export function checkBoundaries(root: string, table: Readonly<Record<string, Layer>> = layers): Boundaries {
  const violations: string[] = [];
  const arrows = new Map<string, Set<string>>();
  const packages = readPackages(root).filter(({ folder }) => folder.includes('/'));
  const ours = new Map(packages.map((one) => [one.manifest.name, one]));

  for (const one of packages) {
    const example = one.folder.startsWith('examples/');
    const layer = example ? exampleLayer : table[one.short];
    if (layer === undefined) {
      violations.push(`${one.folder}: '${one.short}' has no row in tools/boundaries/layers.ts. Give it one.`);
      continue;
    }
    const drawn = new Set<string>();
    arrows.set(one.short, drawn);
    const files = sourceFiles(root, example ? one.folder : `${one.folder}/src`);
    const fileGraph = new Map<string, string[]>();

    for (const path of files) {
      const { imports, evaluations } = parseSource(path, readFileSync(join(root, path), 'utf8'));
      const loads: string[] = [];
      fileGraph.set(path, loads);
      for (const line of evaluations)
        violations.push(`${path}:${line}: a string becomes code here. Equations are compiled, never evaluated.`);
      for (const { specifier, line, typeOnly } of imports) {
        const place = `${path}:${line}`;
        if (specifier.startsWith('.')) {
          const target = posix.join(dirname(path), specifier);
          if (!target.startsWith(`${one.folder}/`)) violations.push(`${place}: '${specifier}' leaves the package. Import it by its name.`);
          if (!typeOnly) loads.push(target);
        } else if (specifier.startsWith('#')) {
          const targets = sourcesOf(one.manifest.imports?.[specifier]);
          if (targets.length === 0)
            violations.push(`${place}: '${specifier}' is not in the imports of ${one.folder}/package.json. Add it there.`);
          loads.push(...targets.map((target) => posix.join(one.folder, target)));
        } else if (isBuiltin(specifier)) {
          if (!specifier.startsWith('node:')) violations.push(`${place}: '${specifier}' is a module of Node. Write 'node:${specifier}'.`);
          if (layer.numeric && !path.startsWith(`${one.folder}/src/node/`)) {
            violations.push(`${place}: '${one.short}' runs in browsers too and imports '${specifier}'. Move that to src/node.`);
          }
        } else {
          checkPackageImport(one, specifier, place, layer, drawn);
        }
      }
    }
    const cycle = findCycle(fileGraph);
    if (cycle) violations.push(`${one.folder}: files import each other in a cycle: ${cycle.join(' -> ')}.`);
  }

  const packageCycle = findCycle(arrows);
  if (packageCycle) violations.push(`Packages import each other in a cycle: ${packageCycle.join(' -> ')}.`);
  const declaredCycle = findCycle(new Map(packages.map((one) => [one.short, declaredOurs(one)])));
  if (declaredCycle && !packageCycle) {
    violations.push(`package.json files depend on each other in a cycle (development included): ${declaredCycle.join(' -> ')}.`);
  }
  return { violations, arrows };

  function checkPackageImport(one: Package, specifier: string, place: string, layer: Layer, drawn: Set<string>): void {
    const name = packageOf(specifier);
    const { dependencies, peerDependencies, optionalDependencies, devDependencies } = one.manifest;
    const published = { ...dependencies, ...peerDependencies, ...optionalDependencies, ...(one.manifest.private ? devDependencies : {}) };
    if (name !== one.manifest.name && !(name in published)) {
      violations.push(`${place}: '${name}' is not in the dependencies of ${one.folder}/package.json. Add it there.`);
    }
    const target = ours.get(name);
    if (target === undefined || target === one) return;
    drawn.add(target.short);
    const allowed = layer.imports === '*' || layer.imports.includes(target.short);
    if (layer.plugin && target.short === 'engine') {
      violations.push(
        `${place}: '${one.short}' is a plugin package and imports the engine. They meet in the registry: use the contracts of core.`,
      );
    } else if (!allowed) {
      const may = layer.imports.length > 0 ? `It may import: ${[...layer.imports].join(', ')}.` : 'It may import no package of ours.';
      violations.push(`${place}: '${one.short}' must not import '${target.short}'. ${may}`);
    }
  }

  function declaredOurs({ manifest }: Package): string[] {
    return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies }).flatMap((name) => {
      const target = ours.get(name);
      return target ? [target.short] : [];
    });
  }
}
