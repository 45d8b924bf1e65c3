import { relative, resolve } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { kinds } from './kinds.ts';
import { pluginPackage } from './plugin-package.ts';
import { readRequest } from './read-request.ts';
import { version } from './versions.ts';
import { writePackage } from './write-package.ts';

interface Output {
  write(text: string): unknown;
}

/** What the command touches of the process. */
export interface CreateContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Where the folder of the package goes. */
  readonly cwd: string;
}

const help = `Usage: npm create n3ml-plugin <name> [-- options]

Writes a package with a plugin for n3ml that passes its tests at once.

  <name>           what it is called, such as my-rule: the package is n3ml-plugin-my-rule
  --kind <kind>    ${kinds.join(', ')} (default: ${kinds[0]})
  --scope <scope>  what stands before its name in a registry: --scope acme makes acme/my-rule
  --dir <path>     the folder to write to (default: <name>)
  --version        prints the version
  --help           prints this
`;

/**
 * Runs `npm create n3ml-plugin`.
 *
 * @param args what follows the name of the program
 * @returns the exit code: 0 where the package was written, 2 where what was asked for can't be done
 */
export function runCreate(args: readonly string[], { stdout, stderr, cwd }: CreateContext): number {
  if (args.includes('--help') || args.includes('-h')) {
    stdout.write(help);
    return 0;
  }
  if (args.includes('--version')) {
    stdout.write(`${version}\n`);
    return 0;
  }
  try {
    const request = readRequest(args);
    const target = resolve(cwd, request.dir ?? request.name);
    const files = pluginPackage(request);
    writePackage(target, files);
    const { name, kind } = request;
    // In one piece: whoever reads the first line alone may be gone before a second one is written.
    stdout.write(`Wrote n3ml-plugin-${name}, ${articleFor(kind)} ${kind.replace('-', ' ')}, to ${target}:
${[...files.keys()]
  .sort()
  .map((path) => `  ${path}`)
  .join('\n')}

Next:
  cd ${relative(cwd, target) || '.'}
  npm install
  npm test

Then put your equations into src/${name}.ts.
`);
    return 0;
  } catch (error) {
    if (!(error instanceof N3mlError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

const articleFor = (kind: string): string => (/^[aeiou]/.test(kind) ? 'an' : 'a');
