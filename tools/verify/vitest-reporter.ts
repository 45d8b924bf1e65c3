import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type { Report, Skipped } from './report.ts';

/** Writes the counts of a run, and the reasons of skipped tests, to the file that N3ML_TEST_REPORT names. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env.N3ML_TEST_REPORT;
    if (path === undefined) return;
    let passed = 0;
    let failed = unhandled.length;
    const skipped: Skipped[] = [];
    for (const module of modules) {
      const failedBefore = failed;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'skipped') skipped.push({ name: test.fullName, reason: result.note ?? 'no reason given' });
        else failed++;
      }
      // A file that could not be loaded, or whose hooks failed, has no failed test of its own.
      if (!module.ok() && failed === failedBefore) failed++;
    }
    const report: Report = { passed, failed, skipped };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report));
  }
}
