import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const register = new URL('../../../tools/register-typescript.js', import.meta.url).href;

/** As `tsc -b` would leave it, without checking types. */
async function emit(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length)).replace(/\.ts$/, '.js');
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    };
    const { outputText } = ts.transpileModule(await readFile(source, 'utf8'), { compilerOptions });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
}

const visit = `
import { createEventBus } from '@n3ml/core';
import { openDashboard } from './dist/index.js';
const bus = createEventBus();
const page = await openDashboard(bus, { port: 0 });
const seen = new Set();
const look = async (url) => {
  if (seen.has(url)) return;
  seen.add(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(url + ': ' + response.status);
  const code = await response.text();
  for (const [, path] of code.matchAll(/(?:from |src=)["'](\\S+?)["']/g)) await look(new URL(path, url).href);
};
await look(page.url);
await page.close();
console.log([...seen].map((url) => new URL(url).pathname).sort().join('\\n'));
`;

it('serves the modules that were built where the package is installed without its sources', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
  try {
    await emit(join(packageFolder, 'src'), join(folder, 'dist'));
    await cp(join(packageFolder, 'package.json'), join(folder, 'package.json'));
    // Without esbuild and typescript: an installation has none of them.
    for (const name of ['@n3ml/core', 'ws']) {
      await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
      await symlink(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name));
    }
    await writeFile(join(folder, 'visit.mjs'), visit);
    // The condition is for core, whose sources stand in for what would be built.
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@n3ml/source', '--import', register, 'visit.mjs'], {
      cwd: folder,
    });
    const paths = stdout.trim().split('\n');
    expect(paths).toContain('/page/main.js');
    expect(paths).toContain('/wire/frame.js');
    expect(paths.filter((path) => path.endsWith('.ts'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
