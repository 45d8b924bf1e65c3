#!/usr/bin/env node
// In a clone of the repository the command runs from the TypeScript sources, so that nothing has to be built first; an installed package
// has no src and runs what was built.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/main.ts', import.meta.url);
const register = new URL('../../../tools/register-typescript.js', import.meta.url);

if (existsSync(source)) {
  const args = ['--conditions=@n3ml/source', '--import', register.href, fileURLToPath(source), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  // Ctrl-C reaches the child through the terminal's process group; the parent only waits for it. What is sent to the parent alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
} else {
  await import('../dist/main.js');
}
