import type { NxTask } from './nx-run.ts';
import type { Report, Skipped } from './report.ts';

export interface Summary {
  readonly total: Report;
  /** A line for each package and each check. */
  readonly lines: readonly string[];
  /** What failed tasks printed, in full. */
  readonly failures: readonly string[];
}

/** `N passed, N failed`, and `, N skipped` where there are any. */
export function countsLine({ passed, failed, skipped }: Report): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/** A check that ends with a line `skipped: reason` and a status other than 0 (so that nx doesn't remember it) could not be done. */
function skippedBy({ ok, project, target, output }: NxTask): readonly Skipped[] {
  const [, reason] = /^skipped: (.+)$/m.exec(output) ?? [];
  return ok || target === 'test' || reason === undefined ? [] : [{ name: `${project} ${target}`, reason }];
}

/**
 * Adds up a run: the tests that each package's `test` task reports, and every other task as one check.
 *
 * @param checks targets other than `test`, in the order in which they are shown
 * @param reportOf the report of a project's test task
 */
export function summarize(tasks: readonly NxTask[], checks: readonly string[], reportOf: (project: string) => Report): Summary {
  const lines: string[] = [];
  const reports: Report[] = [];
  const skips: string[] = [];
  const seconds = (of: readonly NxTask[]): string => `${of.reduce((sum, task) => sum + task.seconds, 0).toFixed(1)} s`.padStart(8);
  const cached = (of: readonly NxTask[]): string => (of.every((task) => task.cached) ? '  (nothing changed)' : '');
  const add = (name: string, report: Report, of: readonly NxTask[]): void => {
    reports.push(report);
    lines.push(`  ${name.padEnd(12)} ${seconds(of)}   ${countsLine(report)}${cached(of)}`);
  };

  for (const task of tasks.filter(({ target }) => target === 'test').sort((a, b) => a.project.localeCompare(b.project))) {
    const report = reportOf(task.project);
    // A run may fail for what is no test's fault, such as an error after the last test.
    add(task.project.replace('@n3ml/', ''), task.ok ? report : { ...report, failed: Math.max(1, report.failed) }, [task]);
    for (const { name, reason } of report.skipped) skips.push(`  skipped      ${task.project} > ${name}: ${reason}`);
  }
  for (const check of checks) {
    const of = tasks.filter(({ target }) => target === check);
    if (of.length === 0) continue;
    const passed = of.filter((task) => task.ok).length;
    const skipped = of.flatMap((task) => skippedBy(task));
    for (const { name, reason } of skipped) skips.push(`  skipped      ${name}: ${reason}`);
    add(check, { passed, failed: of.length - passed - skipped.length, skipped }, of);
  }

  const sum = (count: 'passed' | 'failed'): number => reports.reduce((total, report) => total + report[count], 0);
  return {
    total: { passed: sum('passed'), failed: sum('failed'), skipped: reports.flatMap(({ skipped }) => skipped) },
    lines: [...lines, ...skips],
    failures: tasks
      .filter((task) => !task.ok && skippedBy(task).length === 0)
      .map(({ project, target, output }) => `\n✗ ${project} ${target}\n${output.trimEnd()}\n`),
  };
}
