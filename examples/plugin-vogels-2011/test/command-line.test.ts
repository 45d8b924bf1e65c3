import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
// Node warns where both of these are set.
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

test('n3ml.config.ts brings the plugin to the command line', async () => {
  const n3ml = fileURLToPath(new URL('../bin/n3ml.js', import.meta.resolve('n3ml')));
  const { stdout } = await promisify(execFile)(process.execPath, [n3ml, 'plugins'], { cwd: folder, env });
  expect(stdout).toContain('n3ml-plugin-vogels-2011 0.0.0\n  learningRule: vogels-2011/inhibitory\n');
});

test('the demo ends at the target rate', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, 'demo.ts'], { cwd: folder, env });
  const rates = [...stdout.matchAll(/([\d.]+), weight/g)].map(([, rate]) => Number(rate));
  expect(rates).toHaveLength(3);
  for (const rate of rates) expect(Math.abs(rate - 5)).toBeLessThan(1.5);
});
