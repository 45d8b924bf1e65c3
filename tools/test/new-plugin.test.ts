import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPlugin } from '../new-plugin/new-plugin.ts';
import { workspaceRoot } from '../workspace.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'n3ml-new-plugin-'));
  mkdirSync(join(root, '.changeset'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(...args: string[]) {
  let [out, err] = ['', ''];
  const code = newPlugin(args, { stdout: { write: (text) => (out += text) }, stderr: { write: (text) => (err += text) }, root });
  return { code, out, err };
}

test('a package has the files and the manifest of its neighbours', () => {
  const { code, out } = run('my-code', '--kind', 'encoder');
  expect(code).toBe(0);
  expect(out).toContain('"my-code": { level: 1, imports: [\'core\'], numeric: true, plugin: true } in tools/boundaries/layers.ts');
  const encoders = join(workspaceRoot, 'packages/encoders');
  const mine = join(root, 'packages/my-code');
  const plain = (folder: string): string[] =>
    readdirSync(folder)
      .filter((name) => !['dist', 'node_modules'].includes(name))
      .sort();
  expect(plain(mine)).toEqual(plain(encoders));
  const [manifest, neighbour] = [mine, encoders].map((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object);
  expect(Object.keys(neighbour!)).toEqual(expect.arrayContaining(Object.keys(manifest!)));
  expect(manifest).toMatchObject({ name: '@n3ml/my-code', peerDependencies: { '@n3ml/core': 'workspace:^' } });
  expect(readFileSync(join(mine, 'project.json'), 'utf8')).toBe(readFileSync(join(encoders, 'project.json'), 'utf8'));
  expect(readFileSync(join(root, '.changeset/my-code.md'), 'utf8')).toBe("---\n'@n3ml/my-code': minor\n---\n\nThe encoder `my-code`.\n");
});

test('nothing is written where the changeset, or the folder, is there', () => {
  writeFileSync(join(root, '.changeset/my-code.md'), 'mine');
  expect(run('my-code').err).toBe('.changeset/my-code.md is there already. Choose another name, or remove it. [N3ML_TARGET_EXISTS]\n');
  expect(existsSync(join(root, 'packages'))).toBe(false);
  mkdirSync(join(root, 'packages/other/src'), { recursive: true });
  expect(run('other').err).toMatch(/packages\/other is there and not empty\./);
  expect(readdirSync(join(root, '.changeset'))).toEqual(['my-code.md']);
});

test('bad names and kinds are refused as those of npm create are', () => {
  expect(run('My Code').err).toMatch(/How about 'my-code'\? \[N3ML_BAD_NAME\]/);
  expect(run('my-code', '--kind', 'encdoer')).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean 'encoder'?") });
  expect(readdirSync(root)).toEqual(['.changeset']);
});
