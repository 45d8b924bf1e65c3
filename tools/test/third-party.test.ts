import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { kinds } from 'create-n3ml-plugin';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { runCommand } from '../command.ts';
import { installPacked, RegistryUnreachable } from '../packed/install.ts';
import { workspaceRoot } from '../workspace.ts';

// What somebody outside of this repository does: writes plugin packages with the generator, tests and builds them, and installs one beside n3ml. All packages of ours
// are tarballs, as they would be published.

const example = 'n3ml-plugin-vogels-2011';
const rule = 'vogels-2011/inhibitory';

let home: string;
let unreachable = false;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'n3ml-third-party-'));
  try {
    await installPacked(join(home, 'generator'), ['create-n3ml-plugin']);
    copyExample(join(home, example));
    await installPacked(join(home, example), []);
    await run(example, 'npm', 'pack');
    const tarball = readdirSync(join(home, example)).find((name) => name.endsWith('.tgz'));
    await installPacked(join(home, 'user'), ['@n3ml/core', 'n3ml'], { [example]: `file:${join(home, example, tarball ?? '')}` });
  } catch (error) {
    if (!(error instanceof RegistryUnreachable)) throw error;
    unreachable = true;
  }
}, 300_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The package of the example as its author has it, outside of the repository: with a tsconfig.json of its own, as the generator writes it. */
function copyExample(folder: string): void {
  const built = new Set(['node_modules', 'dist', 'runs', 'project.json']);
  cpSync(join(workspaceRoot, 'examples/plugin-vogels-2011'), folder, {
    recursive: true,
    filter: (path) => !built.has(basename(path)),
  });
  cpSync(join(workspaceRoot, 'packages/create-n3ml-plugin/template/package/_tsconfig.json'), join(folder, 'tsconfig.json'));
}

/** Runs a command in a folder of the home, as a shell there would; it has to work. */
async function run(folder: string, ...[command = '', ...args]: string[]): Promise<string> {
  // What vitest sets of its own would be taken for the settings of the vitest that is run there.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const { code, out, err } = await runCommand(command, args, { cwd: join(home, folder), env });
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} in ${folder} ended with ${code}.\n${out}${err}`);
  return out;
}

function skipWithoutRegistry({ skip }: TestContext): void {
  if (unreachable) skip('skipped: npm registry not reachable');
}

describe.each(kinds)('a new package of the kind %s', (kind) => {
  const folder = `my-${kind}`;

  it('passes its own tests at once', async (context) => {
    skipWithoutRegistry(context);
    await run('generator', 'npx', 'create-n3ml-plugin', folder, '--kind', kind, '--scope', 'acme', '--dir', `../${folder}`);
    // All kinds have the same dependencies, and those of the example are among them.
    symlinkSync(join(home, example, 'node_modules'), join(home, folder, 'node_modules'), 'dir');
    const wanted = JSON.parse(readFileSync(join(home, folder, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    for (const name of Object.keys(wanted.devDependencies)) expect(existsSync(join(home, folder, 'node_modules', name)), name).toBe(true);
    expect(await run(folder, 'npm', 'test')).toMatch(/Tests .*passed/);
  });

  it('is built, and is in order to be published', async (context) => {
    skipWithoutRegistry(context);
    // The types of its tests are checked where the templates lie; that it is set up to do so itself is the same for all kinds.
    if (kind === 'learning-rule') await run(folder, 'npm', 'run', 'typecheck');
    await run(folder, 'npm', 'run', 'build');
    await run(folder, process.execPath, join(workspaceRoot, 'node_modules/publint/src/cli.js'), 'run', '.', '--strict');
  });
});

describe('the example, outside of the repository', () => {
  it('passes its own tests', async (context) => {
    skipWithoutRegistry(context);
    expect(await run(example, 'npx', 'vitest', 'run', 'test/inhibitory.test.ts', 'test/balance.test.ts')).toMatch(/Tests .*passed/);
  });

  it.for([
    ['n3ml.config.mjs', `export default { plugins: ['${example}'] };\n`],
    ['n3ml.config.ts', `import plugin from '${example}';\n\nconst plugins: readonly object[] = [plugin];\nexport default { plugins };\n`],
  ] as const)('is known to the command line by %s', async ([config, text], context) => {
    skipWithoutRegistry(context);
    writeFileSync(join(home, 'user', config), text);
    expect(await run('user', 'npx', 'n3ml', 'plugins')).toContain(`${example} 0.0.0\n  learningRule: ${rule}\n`);
    expect(await run('user', 'npx', 'n3ml', 'explain', `learningRule/${rule}`)).toContain('doi:10.1126/science.1211095');
    rmSync(join(home, 'user', config));
  });

  it('trains in a model of n3ml', async (context) => {
    skipWithoutRegistry(context);
    writeFileSync(join(home, 'user/n3ml.config.json'), JSON.stringify({ plugins: [example] }));
    const options = ['--rule', rule, '--neurons', '16', '--synthetic-digits.train', '60', '--synthetic-digits.test', '10', '--out', 'run'];
    await run('user', 'npx', 'n3ml', 'train', 'diehl-cook-2015', ...options, '--quiet');
    expect(JSON.parse(readFileSync(join(home, 'user/run/run.json'), 'utf8'))).toMatchObject({ finished: true, options: { rule } });
  });
});
