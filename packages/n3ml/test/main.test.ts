import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support/temporary-folder.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const train =
  'train diehl-cook-2015 --neurons 16 --synthetic-digits.train 240 --synthetic-digits.test 10 --checkpoint-every 50 --json --quiet';

function start(command: string, cwd: string): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, main, ...command.split(' ')], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The text on stdout, until `wanted` stands there or the process ends. What comes after that is read and forgotten. */
function read(child: ChildProcess, wanted?: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      if (wanted !== undefined && text.includes(wanted)) resolve(text);
    });
    child.stdout?.on('close', () => resolve(text));
  });
}

const checkpointOf = (folder: string): Promise<Buffer> => readFile(join(folder, 'checkpoint.safetensors'));

test('kill -9 after a checkpoint, then --resume: the bytes of an uninterrupted run', async () => {
  const cwd = await temporaryFolder();
  const whole = start(`${train} --out whole`, cwd);
  await read(whole);

  const killed = start(`${train} --out part`, cwd);
  const exit = once(killed, 'exit');
  await read(killed, '"type":"checkpoint"');
  killed.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
  expect((await readdir(join(cwd, 'part'))).includes('report.html')).toBe(false);

  const resumed = start('train --resume --json --quiet --out part', cwd);
  const [text] = await Promise.all([read(resumed), once(resumed, 'exit')]);
  expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'run:end', finished: true, results: { samples: 240 } });
  expect(await checkpointOf(join(cwd, 'part'))).toEqual(await checkpointOf(join(cwd, 'whole')));
});

test('an observer that never returns and leaves a timer behind keeps neither the run nor the process', async () => {
  const cwd = await temporaryFolder();
  const handler = '() => new Promise(() => setInterval(() => {}, 1000))';
  const observer = `() => ({ name: 'odd', patience: 50, on: { 'sample:end': ${handler} } })`;
  const plugin = `{ name: 'acme', version: '1.0.0', api: 1, provides: { observer: { 'acme/odd': ${observer} } } }`;
  await writeFile(join(cwd, 'n3ml.config.mjs'), `export default { plugins: [${plugin}] };`);
  const child = start(`${train} --observe acme/odd --out a`, cwd);
  const [text, exit] = await Promise.all([read(child), once(child, 'exit')]);
  expect(exit).toEqual([0, null]);
  expect(text).toContain('"code":"N3ML_OBSERVER_STUCK"');
  expect(JSON.parse(text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'run:end', finished: true });
});

test('SIGINT saves and exits with 130', async () => {
  const cwd = await temporaryFolder();
  const child = start(`${train} --epochs 50 --out a`, cwd);
  const exit = once(child, 'exit');
  await read(child, '"type":"checkpoint"');
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  const record = JSON.parse(await readFile(join(cwd, 'a/run.json'), 'utf8')) as {
    finished: boolean;
    results: { train: { samples: number } };
  };
  expect(record.finished).toBe(false);
  expect(record.results.train.samples).toBeGreaterThanOrEqual(50);
});

test('a reader that leaves early is no failure', async () => {
  const cwd = await temporaryFolder();
  const child = start(`${train} --epochs 50 --out a`, cwd);
  const exit = once(child, 'exit');
  await read(child, '"type":"run:start"');
  child.stdout?.destroy();
  expect(await exit).toEqual([0, null]);
});
