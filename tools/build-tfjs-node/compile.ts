import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { N3mlError } from '@n3ml/core';

/** What node-gyp calls. */
const TOOLS = { make: ['make'], 'a C++ compiler': [process.env.CXX ?? 'c++', 'g++', 'clang++'], python3: ['python3'] };

const runs = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** @throws N3mlError N3ML_TOOL_MISSING */
export function checkTools(tools: Readonly<Record<string, readonly string[]>> = TOOLS): void {
  const missing = Object.keys(tools).filter((tool) => !tools[tool]!.some(runs));
  if (missing.length > 0) {
    throw new N3mlError(
      'N3ML_TOOL_MISSING',
      `The build needs ${missing.join(' and ')}. On Debian or Ubuntu: apt-get install build-essential python3.`,
    );
  }
}

/** Most installations of Node bring its headers; node-gyp would download them all the same. */
function withHeaders(): Readonly<Record<string, string>> {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {};
}

/**
 * Builds the addon of a tfjs-node whose `deps/` is filled, and checks that it computes.
 *
 * @returns the version of TensorFlow that it runs on
 * @throws N3mlError N3ML_BUILD_FAILED
 */
export function compile(tfjsNode: string): string {
  const nodePreGyp = createRequire(join(tfjsNode, 'package.json')).resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp');
  const env = { ...withHeaders(), ...process.env };
  const build = spawnSync(process.execPath, [nodePreGyp, 'install', '--build-from-source'], { cwd: tfjsNode, stdio: 'inherit', env });
  if (build.status !== 0) {
    throw new N3mlError(
      'N3ML_BUILD_FAILED',
      'node-pre-gyp could not build the addon; its output above says why. Where the headers of Node can not be downloaded, set npm_config_nodedir to the folder that holds include/node.',
    );
  }
  const check = spawnSync(process.execPath, [fileURLToPath(new URL('check-addon.js', import.meta.url)), tfjsNode], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  if (check.status !== 0)
    throw new N3mlError('N3ML_BUILD_FAILED', `The addon was built but doesn't run: ${check.stderr.trim().split('\n').at(-1)}`);
  return check.stdout;
}
