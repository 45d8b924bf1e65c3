import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nxRun } from '../verify/nx-run.ts';
import { type Package, readPackages, workspaceRoot } from '../workspace.ts';

/** Where the target `pack` leaves a package as it would be published, relative to the package; an output of the target in nx.json. */
const tarball = 'node_modules/.n3ml-pack/package.tgz';

/** A package of ours as a reader would get it from a registry. */
export interface PackedPackage extends Package {
  /** Absolute path of its tarball. */
  readonly tarball: string;
}

let packed: Promise<ReadonlyMap<string, PackedPackage>> | undefined;

/**
 * Every publishable package of the workspace, built and packed, by name. What hasn't changed is taken from the cache of nx.
 * A task of nx has to depend on the target `pack` of all packages: nothing is packed here, under the tasks that run beside it.
 */
export function packedPackages(): Promise<ReadonlyMap<string, PackedPackage>> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<ReadonlyMap<string, PackedPackage>> {
  const packages = readPackages(workspaceRoot)
    .filter(({ manifest }) => !manifest.private)
    .map((one) => ({ ...one, tarball: join(workspaceRoot, one.folder, tarball) }));
  if (process.env.NX_TASK_TARGET_TARGET === undefined) {
    const { tasks, output } = await nxRun(workspaceRoot, ['pack'], [], [], () => {});
    if (!tasks?.every(({ ok }) => ok)) throw new Error(`The packages could not be packed.\n${output}`);
  }
  const missing = packages.filter((one) => !existsSync(one.tarball));
  if (missing.length > 0) {
    throw new Error(`Not packed: ${missing.map(({ short }) => short).join(', ')}. Let the nx target depend on 'pack' of all packages.`);
  }
  return new Map(packages.map((one) => [one.manifest.name, one]));
}
