import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { N3mlError } from '@n3ml/core';

/** An installed tfjs-node or tfjs-node-gpu, with or without its native library. */
export interface NativePackage {
  readonly name: string;
  readonly folder: string;
}

const NAMES = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'];

function folderOfInstalled(): string | undefined {
  const require = createRequire(join(process.cwd(), 'package.json'));
  for (const name of NAMES) {
    try {
      return dirname(require.resolve(`${name}/package.json`));
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

/**
 * @param folder @default where tfjs-node or tfjs-node-gpu is installed for the current folder
 * @throws N3mlError N3ML_BACKEND_MISSING where it isn't there
 */
export function findPackage(folder: string | undefined): NativePackage {
  const found = folder ?? folderOfInstalled();
  const install = 'Install it with `npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0`, or give its folder with --package.';
  if (found === undefined) throw new N3mlError('N3ML_BACKEND_MISSING', `No tfjs-node is installed here. ${install}`);
  const manifest = join(found, 'package.json');
  const name = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name : undefined;
  if (name === undefined || !NAMES.includes(name)) {
    throw new N3mlError('N3ML_BACKEND_MISSING', `The folder ${found} holds ${name ?? 'no package'}, not tfjs-node. ${install}`);
  }
  return { name, folder: resolve(found) };
}
