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
 * A task of nx has to depend on the target `pack` of what it installs: nothing is packed then, beside other tasks that run.
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
  return new Map(packages.filter((one) => existsSync(one.tarball)).map((one) => [one.manifest.name, one]));
}
