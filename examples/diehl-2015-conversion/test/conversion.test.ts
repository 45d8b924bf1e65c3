import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));
const flags = ['--conditions=@n3ml/source', '--import', new URL('../../../tools/register-typescript.js', import.meta.url).href];

test('the example runs, on few synthetic digits', async () => {
  const { N3ML_DATA: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, 'conversion.ts'], {
    cwd: here,
    env: { ...env, SAMPLES: '200', TEST_SAMPLES: '20', EPOCHS: '1' },
  });
  expect(stdout).toMatch(/^Tensors on /);
  expect(stdout).toMatch(/conv1: a spike stands for an activation of [\d.]+\n/);
  expect(stdout.match(/^SNN, \d+ steps: [\d.]+ %, [1-9]\d* synaptic operations an image$/gm)).toHaveLength(4);
  expect(stdout).toMatch(/ANN: [\d.]+ %, on 20 test images of synthetic-digits \(synthetic data\)\n$/);
});
