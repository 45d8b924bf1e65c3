import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { type PluginRequest, readRequest, workspacePackage, writePackage } from 'create-n3ml-plugin';

/** What the command touches of the process. */
export interface NewPluginContext {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Of the workspace. */
  readonly root: string;
}

/**
 * Writes a package of the workspace, by default to `packages/<name>`, and its changeset.
 *
 * @returns the exit code
 */
export function newPlugin(args: readonly string[], { stdout, stderr, root }: NewPluginContext): number {
  try {
    const request = readRequest(args);
    const folder = request.dir ?? `packages/${request.name}`;
    const changeset = `.changeset/${request.name}.md`;
    if (existsSync(join(root, changeset))) {
      throw new N3mlError('N3ML_TARGET_EXISTS', `${changeset} is there already. Choose another name, or remove it.`, {
        details: { changeset },
      });
    }
    writePackage(join(root, folder), workspacePackage(request));
    writeFileSync(join(root, changeset), changesetOf(request));
    format(join(root, folder));
    stdout.write(`Wrote @n3ml/${request.name} to ${folder}, and ${changeset}.\n\nNext:\n${nextSteps(request, folder)}`);
    return 0;
  } catch (error) {
    if (!(error instanceof N3mlError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

const changesetOf = ({ name, kind }: PluginRequest): string =>
  `---\n'@n3ml/${name}': minor\n---\n\nThe ${kind.replace('-', ' ')} \`${name}\`.\n`;

/** The length of a name moves line breaks. Where no formatter is installed the package is as good, but for them. */
function format(folder: string): void {
  const biome = join(folder, '../../node_modules/.bin/biome');
  if (existsSync(biome)) execFileSync(biome, ['check', '--write', '.'], { cwd: folder, stdio: 'ignore' });
}

function nextSteps({ name, kind }: PluginRequest, folder: string): string {
  const numeric = kind === 'observer' || kind === 'dataset' ? '' : ' numeric: true,';
  return `  ${JSON.stringify(name)}: { level: 1, imports: ['core'],${numeric} plugin: true } in tools/boundaries/layers.ts
  { "path": "${folder}/tsconfig.build.json" } in tsconfig.json
  npm test -- ${name}
  the plugin in packages/n3ml/src/index.ts, where the preset is to have it
`;
}
