import { workspaceRoot } from '../workspace.ts';
import { stampVersions } from './stamp.ts';

// Part of `npm run version-packages`: a plugin says the version of its package, which changesets raises.

for (const file of stampVersions(workspaceRoot)) process.stdout.write(`${file}\n`);
