import { importedBy, installedBy } from '../readme/examples.ts';
import { readPackages, workspaceRoot } from '../workspace.ts';
import type { Block } from './block.ts';

/** What `npm install` is given in a block and nobody here knows: neither a package of ours nor one that ours, or the pages, depend on. */
export function unknownPackages({ text }: Block): readonly string[] {
  const manifests = readPackages(workspaceRoot).map(({ manifest }) => manifest);
  const known = new Set(
    manifests.flatMap((one) => [one.name, ...Object.keys({ ...one.dependencies, ...one.devDependencies, ...one.peerDependencies })]),
  );
  const installed = installedBy(text);
  return installed.length === 0 ? [text] : installed.filter((name) => !known.has(name));
}

/** What the programs of a page import and the reader, who has followed it, hasn't installed. */
export const notInstalled = ({ text }: Block, blocks: readonly Block[]): readonly string[] =>
  blocks
    .filter(({ language }) => language === 'ts')
    .flatMap((block) => importedBy(block.text))
    .filter((name) => !installedBy(text).includes(name));
