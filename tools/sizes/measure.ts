import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Package, workspaceRoot } from '../workspace.ts';

/** Bytes of the main entry of a package, as a bundler for browsers would take it: minified, without what it depends on. */
export interface Size {
  readonly short: string;
  readonly minified: number;
  readonly gzip: number;
}

/** Measures what was built. */
export async function measure({ short, folder }: Package): Promise<Size> {
  const { outputFiles } = await build({
    entryPoints: [join(workspaceRoot, folder, 'dist/index.js')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    platform: 'neutral',
    packages: 'external',
    external: ['node:*'],
    logLevel: 'error',
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { short, minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}
