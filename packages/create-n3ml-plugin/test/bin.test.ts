import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/create-n3ml-plugin.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'n3ml-create-'));
afterAll(() => rmSync(cwd, { recursive: true }));

// Whether the package has been built makes no difference: in a clone the sources come first.
test('in a clone it runs from the sources, from any folder, and gives its exit code on', () => {
  const run = () => spawnSync(process.execPath, [bin, 'my-rule'], { cwd, encoding: 'utf8' });
  const first = run();
  expect(first.stderr).toBe('');
  expect(first.status).toBe(0);
  expect(existsSync(join(cwd, 'my-rule/src/my-rule.ts'))).toBe(true);
  const again = run();
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('my-rule');
});
