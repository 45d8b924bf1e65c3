#!/usr/bin/env node
// In a clone of the repository the command runs from the TypeScript sources, so that nothing has to be built first; an installed package
// has no src and runs what was built.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/main.ts', import.meta.url);
const register = new URL('../../../tools/register-typescript.js', import.meta.url);

if (existsSync(source)) {
  const args = ['--conditions=@n3ml/source', '--import', register.href, fileURLToPath(source), ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
} else {
  await import('../dist/main.js');
}
