import { readPackages, workspaceRoot } from '../workspace.ts';
import { budgets } from './budgets.ts';
import { measure } from './measure.ts';
import { complaintsAbout, sizesSentence, sizesTable } from './report.ts';

// `npm run sizes`: how large the packages are once they are minified, their budgets, and the sentence that the README has of it.

const packages = readPackages(workspaceRoot).filter(({ manifest }) => !manifest.private);
const sizes = await Promise.all(packages.map(measure));
const complaints = complaintsAbout(sizes, budgets);
process.stdout.write(`${sizesTable(sizes, budgets)}\n\n${sizesSentence(sizes)}\n`);
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
