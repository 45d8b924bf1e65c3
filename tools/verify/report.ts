import { readFileSync } from 'node:fs';

/** A test that did not run, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** What one vitest run leaves behind for the sum over all packages. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly Skipped[];
}

/** Where a package's test task writes its report, relative to the package; an output of the task in nx.json, so cached runs count too. */
export const reportFile = 'node_modules/.n3ml-test/report.json';

/** The report at `path`; a run that left none (it crashed before its end) is one failure. */
export function readReport(path: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}
