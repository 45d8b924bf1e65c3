import { expect, test } from 'vitest';
import type { NxTask } from '../verify/nx-run.ts';
import type { Report } from '../verify/report.ts';
import { countsLine, summarize } from '../verify/summary.ts';

const task = (project: string, target: string, more: Partial<NxTask> = {}): NxTask => ({
  project,
  target,
  ok: true,
  cached: false,
  seconds: 1.5,
  output: `what ${target} of ${project} printed`,
  ...more,
});
const none: Report = { passed: 0, failed: 0, skipped: [] };

test('adds the tests of every package and counts each other task as one', () => {
  const reports: Record<string, Report> = {
    '@n3ml/core': { passed: 40, failed: 0, skipped: [{ name: 'reads MNIST', reason: 'N3ML_DATA is not set' }] },
    '@n3ml/engine': { passed: 7, failed: 2, skipped: [] },
  };
  const tasks = [
    task('@n3ml/engine', 'test', { ok: false }),
    task('@n3ml/core', 'test', { cached: true }),
    task('@n3ml/core', 'lint'),
    task('@n3ml/engine', 'lint', { ok: false }),
  ];
  const { total, lines, failures } = summarize(tasks, ['lint', 'build'], (project) => reports[project] ?? none);
  expect(lines).toEqual([
    '  core            1.5 s   40 passed, 0 failed, 1 skipped  (nothing changed)',
    '  engine          1.5 s   7 passed, 2 failed',
    '  lint            3.0 s   1 passed, 1 failed',
    '  skipped      @n3ml/core > reads MNIST: N3ML_DATA is not set',
  ]);
  expect(countsLine(total)).toBe('48 passed, 3 failed, 1 skipped');
  expect(failures).toEqual([
    '\n✗ @n3ml/engine test\nwhat test of @n3ml/engine printed\n',
    '\n✗ @n3ml/engine lint\nwhat lint of @n3ml/engine printed\n',
  ]);
});

test('a test task that fails without a failed test is a failure', () => {
  const { total } = summarize([task('@n3ml/core', 'test', { ok: false })], [], () => ({ ...none, passed: 3 }));
  expect(countsLine(total)).toBe('3 passed, 1 failed');
});

test('a check that could not be done is skipped, with its reason', () => {
  const alone = task('@n3ml/core', 'alone', { ok: false, output: 'skipped: registry not reachable\n' });
  const { total, failures, lines } = summarize([alone, task('@n3ml/stdp', 'alone')], ['alone'], () => none);
  expect(countsLine(total)).toBe('1 passed, 0 failed, 1 skipped');
  expect(failures).toEqual([]);
  expect(lines.at(-1)).toBe('  skipped      @n3ml/core alone: registry not reachable');
});
