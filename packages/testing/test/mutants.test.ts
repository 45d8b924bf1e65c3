import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testOf } from './mutants/caught-by.ts';

/** A test of a suite, as vitest's JSON reporter tells of it. */
interface Told {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

const config = join(import.meta.dirname, 'mutants/vitest.config.ts');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** Runs the suites of the mutants in a vitest of their own, which fails. */
async function runMutants(): Promise<readonly Told[]> {
  const folder = await mkdtemp(join(tmpdir(), 'n3ml-mutants-'));
  const report = join(folder, 'report.json');
  const root = join(import.meta.dirname, '../../..');
  const args = [vitest, 'run', '--root', root, '--config', config, '--silent', '--reporter=json', `--outputFile=${report}`];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  try {
    await new Promise<void>((resolve) => {
      execFile(process.execPath, args, { env, maxBuffer: 2 ** 28 }, () => resolve());
    });
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as { testResults: { assertionResults: Told[] }[] };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a broken plugin', () => {
  let told: readonly Told[];
  beforeAll(async () => {
    told = await runMutants();
  }, 300_000);

  it.each(['learning rule', 'neuron', 'encoder', 'executor', 'dataset', 'observer', 'balancer', 'backend'])(
    'is caught by the test that is there for it: %s',
    (kind) => {
      const suites = told.filter(({ ancestorTitles: [suite] }) => suite!.startsWith(`${kind} `));
      const meant = suites.filter(({ ancestorTitles: [suite], title }) => title === testOf(suite!));
      expect(meant.length).toBeGreaterThan(2);
      expect(new Set(meant.map(({ ancestorTitles: [suite] }) => suite))).toEqual(
        new Set(suites.map(({ ancestorTitles: [suite] }) => suite)),
      );
      for (const { ancestorTitles, status } of meant) expect(status, ancestorTitles[0]).toBe('failed');
    },
  );
});
