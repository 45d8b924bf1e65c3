import { runCreate } from './run-create.ts';

process.exitCode = runCreate(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, cwd: process.cwd() });
