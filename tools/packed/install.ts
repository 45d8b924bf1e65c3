import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import { workspaceRoot } from '../workspace.ts';
import { packedPackages } from './tarballs.ts';

/** The registry, where packages of others come from, can't be reached: no fault of what is tested. */
export class RegistryUnreachable extends Error {}

const networkTrouble =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL)\b/;
const pnpm = join(workspaceRoot, 'node_modules/pnpm/bin/pnpm.cjs');

/**
 * Installs packages of this workspace into a project of its own, from tarballs as they would be published. What they depend on of ours
 * comes from tarballs too, everything else from the registry or the store of pnpm. Nothing is hoisted: a package sees what it declares.
 *
 * @param folder outside the workspace, empty or with a package.json, whose other entries stay
 * @param names packages of ours, such as `@n3ml/core`
 * @param others packages of others with their versions
 * @throws RegistryUnreachable
 */
export async function installPacked(
  folder: string,
  names: readonly string[],
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  const packages = await packedPackages();
  const fileOf = (name: string): string => {
    const found = packages.get(name);
    if (found === undefined) throw new Error(`'${name}' is not packed. Packed are: ${[...packages.keys()].join(', ')}.`);
    return `file:${found.tarball}`;
  };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'package.json');
  const manifest: { readonly dependencies?: Readonly<Record<string, string>> } = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { name: 'consumer', private: true, type: 'module' };
  const dependencies = { ...manifest.dependencies, ...Object.fromEntries(names.map((name) => [name, fileOf(name)])), ...others };
  writeFileSync(path, `${JSON.stringify({ ...manifest, dependencies }, undefined, 2)}\n`);
  // A file of its own also keeps pnpm from taking a workspace further up for the project's.
  const overrides = Object.fromEntries([...packages.keys()].map((name) => [name, fileOf(name)]));
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ overrides, autoInstallPeers: false, hoist: false }));

  const args = [
    'install',
    '--prefer-offline',
    '--no-frozen-lockfile',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    '--reporter=append-only',
  ];
  const { code, out, err } = await runCommand(process.execPath, [pnpm, ...args], { cwd: folder });
  if (code === 0) return;
  const trouble = `${out}${err}`;
  if (networkTrouble.test(trouble)) throw new RegistryUnreachable(trouble);
  throw new Error(`${names.join(', ')} can't be installed.\n${trouble}`);
}
