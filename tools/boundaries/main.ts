import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '../workspace.ts';
import { checkBoundaries } from './check.ts';
import { drawDiagram, insertDiagram } from './diagram.ts';

// Checks who imports whom. --print writes the diagram to standard output, --check PAGE compares the one in a page, --write PAGE renews it.

const { values } = parseArgs({ options: { print: { type: 'boolean' }, check: { type: 'string' }, write: { type: 'string' } } });
const { violations, arrows } = checkBoundaries(workspaceRoot);
const complaints = [...violations];
const diagram = drawDiagram(arrows);
if (values.print) process.stdout.write(`${diagram}\n`);

const page = values.write ?? values.check;
if (page !== undefined) {
  const path = join(workspaceRoot, page);
  const text = readFileSync(path, 'utf8');
  const renewed = insertDiagram(text, diagram);
  if (renewed === undefined) complaints.push(`${page} has no markers for the diagram.`);
  else if (values.write) writeFileSync(path, renewed);
  else if (renewed !== text) complaints.push(`The diagram in ${page} is out of date. Run: npm run boundaries -- --write ${page}`);
}
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
