import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../../tools/command.ts';
import { examplesOf, shortened } from '../../../tools/readme/examples.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
// Bare imports of a file in here are looked up among the dependencies of this example; git ignores runs.
const place = join(here, 'runs/readmes');
const work = mkdtempSync(join(tmpdir(), 'n3ml-readmes-'));
afterAll(() => {
  for (const folder of [place, work]) rmSync(folder, { recursive: true, force: true });
});

function firstExample(readme: string): string {
  const [code] = examplesOf(readFileSync(readme, 'utf8'));
  if (code === undefined) throw new Error(`${readme} has no example.`);
  return code;
}

/** Runs code the way a clone runs the command line; sets of a hundred samples do. */
async function run(name: string, code: string): Promise<{ code: number; out: string; err: string }> {
  mkdirSync(place, { recursive: true });
  const file = join(place, `${name}.ts`);
  writeFileSync(file, shortened(code));
  const flags = ['--conditions=@n3ml/source', '--import', new URL('../../../tools/register-typescript.js', import.meta.url).href];
  // Node warns where both of these are set, and what an example writes is looked at.
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  return runCommand(process.execPath, [...flags, file], { cwd: work, env });
}

describe('the quick start', () => {
  const code = firstExample(join(root, 'README.md'));

  test('is the file of this example', () => {
    expect(readFileSync(join(here, 'quick-start.ts'), 'utf8')).toBe(code);
  });

  test('runs and ends with an accuracy', async () => {
    const { code: status, out, err } = await run('quick-start', code);
    expect(err).toBe('');
    expect(status).toBe(0);
    const accuracy = Number(out.trimEnd().split('\n').at(-1));
    expect(accuracy).toBeGreaterThan(0);
    expect(accuracy).toBeLessThanOrEqual(1);
  });
});

test('the rule of the README is a plugin that learns', async () => {
  const [, rule = ''] = examplesOf(readFileSync(join(root, 'README.md'), 'utf8'));
  const { code, out, err } = await run(
    'rule',
    `${rule}
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { createN3ml } from 'n3ml';
const registry = createN3ml();
const neuron = registry.resolve('neuron', 'lif', {});
const simulation = registry.resolve('executor', 'wasm').compile({
  dt: 1,
  populations: { input: { size: 2 }, output: { size: 3, neuron } },
  connections: {
    learned: {
      from: 'input',
      to: 'output',
      topology: { kind: 'dense' },
      weights: Float32Array.of(20, 20, 20, 20, 20, 20),
      rule: triplet({ tauX: 20, tauY: 20 }),
    },
  },
});
const train = new SpikeTrainBuilder();
train.begin(20);
for (let step = 0; step < 20; step += 2) train.add(step, 0);
simulation.run({ input: train.finish() }, { steps: 20, learn: true });
console.log([...simulation.weights('learned')].map((w) => w > 20).join());
`,
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  // Only the weights of the input that spiked have grown.
  expect(out).toBe('true,true,true,false,false,false\n');
});

// The example of @n3ml/testing is a test itself: that package runs it.
const packages = readdirSync(join(root, 'packages')).filter((name) => name !== 'testing');

test.each(packages)('the first example of packages/%s/README.md', async (name) => {
  const { code, err } = await run(name, firstExample(join(root, 'packages', name, 'README.md')));
  expect(err).not.toMatch(/\b(Error|Warning)\b/);
  expect(code).toBe(0);
});
