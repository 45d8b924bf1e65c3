import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Runs an example the way its script does; gives what it prints. */
async function run(name: string): Promise<string> {
  const flags = ['--conditions=@n3ml/source', '--import', new URL('../../../tools/register-typescript.js', import.meta.url).href];
  // Node warns where both of these are set.
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  const script = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, script], { env });
  expect(stderr).toBe('');
  return stdout;
}

test('early-stopping stops early', async () => {
  const out = await run('early-stopping');
  expect(out).toMatch(/^No gain over 0\.\d{3}: that will do\.\nTrained on \d+ of 10000 images; stopped early\.\n$/);
});

test('silence raises its alarm, once', async () => {
  expect(await run('silence')).toMatch(/^The excitatory neurons have been silent for 10 images, after \d+\.\n$/);
});

test('sliding-accuracy shows a course', async () => {
  const shares = [...(await run('sliding-accuracy')).matchAll(/: ([\d.]+) % of the newest 200/g)].map(([, share]) => Number(share));
  expect(shares.length).toBeGreaterThanOrEqual(4);
  expect(shares.at(-1)).toBeGreaterThan(20);
});

test('one-in-a-hundred records ten images of a thousand', async () => {
  const [, images, spikes, bytes] = /^(\d+) of 1000 images recorded: (\d+) spikes in (\d+) bytes/
    .exec(await run('one-in-a-hundred'))!
    .map(Number);
  expect(images).toBe(10);
  expect(spikes).toBeGreaterThan(1000);
  expect(bytes! / spikes!).toBeLessThan(6);
});
