import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

// The program alone, in a tree like the repository's, with a stand-in for what it starts.

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'n3ml-bin-'));
  roots.push(root);
  const copies = ['packages/n3ml/bin/n3ml.js', 'tools/register-typescript.js'];
  for (const path of [...copies, ...Object.keys(files)]) mkdirSync(dirname(join(root, path)), { recursive: true });
  for (const path of copies) copyFileSync(join(repository, path), join(root, path));
  for (const [path, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) writeFileSync(join(root, path), text);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
  return join(root, 'packages/n3ml/bin/n3ml.js');
}

/** Starts the program; `signal` is sent to it alone when it prints its first line. */
async function start(program: string, { args = [], signal }: { args?: string[]; signal?: NodeJS.Signals } = {}) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '' && signal) child.kill(signal);
    output += text;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, output };
}
const inClone = (main: string): string => tree({ 'packages/n3ml/src/main.ts': main });

describe('n3ml.js', () => {
  test('runs src/main.ts in a clone, with its arguments and exit code', async () => {
    const program = inClone('const code: number = 7;\nconsole.log(process.argv.slice(2).join());\nprocess.exitCode = code;\n');
    expect(await start(program, { args: ['train', '--json'] })).toEqual({ code: 7, output: 'train,--json\n' });
  });

  test('runs dist/main.js where there are no sources', async () => {
    expect(await start(tree({ 'packages/n3ml/dist/main.js': "console.log('built');\n" }))).toEqual({ code: 0, output: 'built\n' });
  });

  const waiting =
    "setInterval(() => {}, 1000);\nprocess.on('SIGTERM', () => { console.log('saved'); process.exit(143); });\nconsole.log('ready');\n";

  test('passes SIGTERM on and waits for what it started to end', async () => {
    expect(await start(inClone(waiting), { signal: 'SIGTERM' })).toEqual({ code: 143, output: 'ready\nsaved\n' });
  });

  test('outlives SIGINT, which the terminal sends to both', async () => {
    const program = inClone("console.log('ready');\nsetTimeout(() => console.log('done'), 300);\n");
    expect(await start(program, { signal: 'SIGINT' })).toEqual({ code: 0, output: 'ready\ndone\n' });
  });

  test('ends with 128 + n where signal n has killed what it started', async () => {
    expect((await start(inClone("process.kill(process.pid, 'SIGKILL');\nsetInterval(() => {}, 1000);\n"))).code).toBe(137);
  });
});
