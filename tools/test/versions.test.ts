import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plugins } from 'n3ml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pluginSources, stampVersions } from '../versions/stamp.ts';
import { workspaceRoot } from '../workspace.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'n3ml-versions-'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('every plugin of the preset says the version of its package', () => {
  const sources = pluginSources(workspaceRoot);
  expect(sources.map(({ name, version }) => [name, version])).toEqual(sources.map(({ name, wanted }) => [name, wanted]));
  expect(sources.map(({ name }) => name).sort()).toEqual(plugins.map(({ name }) => name).sort());
});

test('a plugin whose package has a later version gets it, and nothing else changes', () => {
  const source = (version: string): string =>
    `const version: '0.1.0' = '0.1.0';\nexport default definePlugin({\n  name: 'acme',\n  version: '${version}',\n});\n`;
  mkdirSync(join(root, 'packages/acme/src'), { recursive: true });
  writeFileSync(join(root, 'packages/acme/package.json'), JSON.stringify({ name: 'acme', version: '1.2.3' }));
  writeFileSync(join(root, 'packages/acme/src/index.ts'), source('0.1.0'));
  expect(stampVersions(root)).toEqual(['packages/acme/src/index.ts']);
  expect(readFileSync(join(root, 'packages/acme/src/index.ts'), 'utf8')).toBe(source('1.2.3'));
  expect(stampVersions(root)).toEqual([]);
});
