import { workspaceRoot } from '../workspace.ts';
import { newPlugin } from './new-plugin.ts';

// `npm run new-plugin -- <name> [--kind kind] [--dir folder]`: a package of this workspace, from the templates of create-n3ml-plugin.

process.exitCode = newPlugin(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, root: workspaceRoot });
