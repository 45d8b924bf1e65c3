import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { installPacked } from '../packed/install.ts';
import { packedPackages } from '../packed/tarballs.ts';
import { examplesOf, importedBy, installedBy, shortened } from '../readme/examples.ts';
import { type Package, workspaceRoot } from '../workspace.ts';
import { Consumer } from './consumer.ts';

/** `@n3ml/core` and `@n3ml/core/node`: whatever can be imported of a package. */
const entriesOf = ({ manifest }: Package): readonly string[] =>
  Object.keys(manifest.exports ?? {})
    .filter((path) => !path.includes('*') && path !== './package.json')
    .map((path) => manifest.name + path.slice(1));

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((item) => b.has(item));

/**
 * Uses a package the way somebody does who has nothing but its page: installs it, as it would be published, into an empty project; imports it;
 * installs what its page says, and runs and type-checks the first example there.
 *
 * @param place an empty folder outside the workspace
 * @param note told of each step that went well
 * @returns complaints, none where all is well
 * @throws RegistryUnreachable
 */
export async function useAlone(one: Package, place: string, note: (step: string) => void): Promise<readonly string[]> {
  const complaints: string[] = [];
  const step = (what: string, complaint: string): void => {
    if (complaint === '') note(what);
    else complaints.push(`${one.manifest.name}: ${what}:\n${complaint}`);
  };
  const packages = await packedPackages();
  const { name, peerDependencies = {}, peerDependenciesMeta = {}, bin = {} } = one.manifest;
  const consumerOf = async (folder: string, names: ReadonlySet<string>): Promise<Consumer> => {
    const ours = [...names].filter((wanted) => packages.has(wanted));
    const others = [...names]
      .filter((wanted) => !packages.has(wanted))
      .map((other) => [other, one.manifest.devDependencies?.[other] ?? '*']);
    await installPacked(join(place, folder), ours, { '@types/node': '^20.19.0', ...Object.fromEntries(others) });
    return new Consumer(join(place, folder));
  };

  const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
  const needed = new Set([name, ...peers]);
  const alone = await consumerOf('alone', needed);
  const entries = entriesOf(one);
  alone.write('entries.js', entries.map((entry) => `await import('${entry}');\n`).join(''));
  step(`imports ${entries.join(', ')}`, await alone.run('entries.js'));
  for (const [command, file] of Object.entries(bin)) {
    step(`runs ${command} --help`, await alone.run(join('node_modules', name, file), '--help'));
  }
  alone.write('entries.ts', entries.map((entry, k) => `export * as entry${k} from '${entry}';\n`).join(''));

  const page = readFileSync(join(workspaceRoot, one.folder, 'README.md'), 'utf8');
  const [example] = examplesOf(page);
  if (example === undefined) {
    step('has sound declarations', await alone.check(['entries.ts']));
    return complaints;
  }
  const installed = new Set(installedBy(page));
  const missing = importedBy(example).filter((imported) => !installed.has(imported));
  step('says on its page to install what the first example there imports', missing.join(', '));
  const wanted = new Set([...installed, ...missing]);
  const reader = sameSet(wanted, needed) ? alone : await consumerOf('reader', wanted);
  reader.write('example.ts', example);
  if (reader !== alone) step('has sound declarations', await alone.check(['entries.ts']));
  step('has a first example without type errors', await reader.check(reader === alone ? ['entries.ts', 'example.ts'] : ['example.ts']));
  if (installed.has('vitest')) {
    reader.write('example.test.ts', shortened(example));
    step('has a first example that passes', await reader.run('node_modules/vitest/vitest.mjs', 'run', '--testTimeout=120000'));
  } else {
    reader.write('example.js', ts.transpile(shortened(example), { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 }));
    step('has a first example that runs', await reader.run('example.js'));
  }
  return complaints;
}
