import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryUnreachable } from '../packed/install.ts';
import { readPackages, workspaceRoot } from '../workspace.ts';
import { useAlone } from './alone.ts';

// `tsx tools/alone/main.ts packages/core`: the package, installed into an empty project, does what its page says.

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const [folder] = process.argv.slice(2);
const one = readPackages(workspaceRoot).find((found) => found.folder === folder);
if (one === undefined) throw new Error(`No package in '${folder}'.`);

const place = mkdtempSync(join(tmpdir(), `n3ml-alone-${one.short}-`));
try {
  const complaints = await useAlone(one, place, (step) => print(`  ${step}`));
  for (const complaint of complaints) print(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof RegistryUnreachable)) throw error;
  print('skipped: registry not reachable');
  // Not 0: nx would remember it as passed.
  process.exitCode = 75;
} finally {
  rmSync(place, { recursive: true, force: true });
}
