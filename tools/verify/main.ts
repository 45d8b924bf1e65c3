import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPackages, workspaceRoot } from '../workspace.ts';
import { nxRun } from './nx-run.ts';
import { readReport, reportFile } from './report.ts';
import { countsLine, summarize } from './summary.ts';

// `npm test [-- package ...] [-- --flag-of-nx ...]`: every check and every test, each once, with one line of counts at the end.

const checks = ['lint', 'lint-root', 'boundaries', 'typecheck', 'browser', 'build', 'publint', 'attw', 'sizes', 'docs', 'alone'];
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const packages = readPackages(workspaceRoot);
const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith('-'));
const names = args.filter((arg) => !arg.startsWith('-'));
const selected = names.map((name) => packages.find(({ short, manifest }) => short === name || manifest.name === name) ?? name);
const unknown = selected.filter((found) => typeof found === 'string');

if (unknown.length > 0) {
  print(`No package '${unknown.join("', '")}'. Known: ${packages.map(({ short }) => short).join(', ')}.`);
  print(countsLine({ passed: 0, failed: unknown.length, skipped: [] }));
  process.exit(1);
}

for (const { folder } of packages) rmSync(join(workspaceRoot, folder, reportFile), { force: true });

const projects = selected.flatMap((found) => (typeof found === 'string' ? [] : [found.manifest.name]));
const run = await nxRun(workspaceRoot, [...checks, 'test'], projects, flags, (project, target) => {
  const tested = packages.find(({ manifest }) => manifest.name === project);
  if (target !== 'test' || tested === undefined) return;
  print(`  ${tested.short.padEnd(12)} ${countsLine(readReport(join(workspaceRoot, tested.folder, reportFile)))}`);
});

if (run.tasks === undefined || run.tasks.length === 0) {
  print(run.output);
  print(countsLine({ passed: 0, failed: 1, skipped: [] }));
  process.exit(1);
}

const folderOf = (project: string): string => packages.find(({ manifest }) => manifest.name === project)?.folder ?? '.';
const summary = summarize(run.tasks, checks, (project) => readReport(join(workspaceRoot, folderOf(project), reportFile)));
for (const failure of summary.failures) print(failure);
for (const line of summary.lines) print(line);
print(countsLine(summary.total));
process.exitCode = summary.total.failed > 0 ? 1 : 0;
