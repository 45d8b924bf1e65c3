import { readPackages, workspaceRoot } from '../workspace.ts';
import type { Block } from './block.ts';

/** What `npm install` is given in a block and nobody here knows: neither a package of ours nor one that ours, or the pages, depend on. */
export function unknownPackages({ text }: Block): readonly string[] {
  const manifests = readPackages(workspaceRoot).map(({ manifest }) => manifest);
  const known = new Set(
    manifests.flatMap((one) => [one.name, ...Object.keys({ ...one.dependencies, ...one.devDependencies, ...one.peerDependencies })]),
  );
  return text
    .split('\n')
    .filter((row) => row.trim() !== '')
    .flatMap((row) => {
      const [npm, install, ...words] = row.replace(/\s#.*$/, '').split(/\s+/);
      if (npm !== 'npm' || install !== 'install') return [row];
      return words.filter((word) => !word.startsWith('-') && !known.has(word));
    });
}
