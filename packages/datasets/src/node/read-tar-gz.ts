import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { damagedGzip } from '../gunzip.ts';
import { readTar, type TarEntry } from '../tar.ts';

/**
 * Reads the files of a gzipped tar archive one after the other, so that the archive is never in memory as a whole.
 *
 * @throws N3mlError N3ML_GZIP_CORRUPT, and what {@link readTar} throws
 */
export async function readTarGz(path: string, onEntry: (entry: TarEntry) => void): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const entry of readTar(chunks, path)) onEntry(entry);
    });
  } catch (error) {
    const damaged = /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');
    throw damaged ? damagedGzip(path, error) : error;
  }
}
