import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nxRun } from '../verify/nx-run.ts';
import { readPackages, workspaceRoot } from '../workspace.ts';

// The real nx.json, package.json and project.json files over stub sources, outside any git repository. Only the command of the test
// task is replaced by one that does nothing.

const projects = ['@n3ml/core', '@n3ml/engine', '@n3ml/equations', '@n3ml/stdp'];
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'n3ml-nx-'));
  symlinkSync(join(workspaceRoot, 'node_modules'), join(root, 'node_modules'), 'dir');
  for (const name of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.gitignore'])
    copyFileSync(join(workspaceRoot, name), join(root, name));
  const nx = JSON.parse(readFileSync(join(workspaceRoot, 'nx.json'), 'utf8'));
  nx.targetDefaults.test.options.command = 'node --version';
  writeFileSync(join(root, 'nx.json'), JSON.stringify(nx));
  for (const { folder } of readPackages(workspaceRoot)) {
    if (!folder.startsWith('packages/')) continue;
    for (const inside of ['src', 'test']) {
      mkdirSync(join(root, folder, inside), { recursive: true });
      writeFileSync(join(root, folder, inside, 'index.ts'), 'export {};\n');
    }
    for (const name of ['package.json', 'project.json']) copyFileSync(join(workspaceRoot, folder, name), join(root, folder, name));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The projects whose test task ran for real; the others came from the cache. */
async function tested(): Promise<string[]> {
  const { tasks, output } = await nxRun(root, ['test'], projects, [], () => {});
  expect(
    tasks?.map(({ ok }) => ok),
    output,
  ).toEqual(projects.map(() => true));
  return (tasks ?? []).flatMap(({ project, cached }) => (cached ? [] : [project.replace('@n3ml/', '')])).sort();
}
const touch = (path: string): void => appendFileSync(join(root, path), '\n');

test('a change re-tests what depends on it, and nothing else', async () => {
  expect(await tested(), 'first run').toEqual(['core', 'engine', 'equations', 'stdp']);
  expect(await tested(), 'nothing changed').toEqual([]);

  touch('packages/core/src/index.ts');
  expect(await tested(), "core's source").toEqual(['core', 'engine', 'stdp']);

  touch('packages/core/test/index.ts');
  expect(await tested(), "core's own test").toEqual(['core']);

  touch('pnpm-lock.yaml');
  expect(await tested(), 'a file that all share').toEqual(['core', 'engine', 'equations', 'stdp']);
});
