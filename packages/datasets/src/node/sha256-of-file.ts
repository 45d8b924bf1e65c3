import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isGzip } from '../gunzip.ts';

/**
 * The SHA-256 sum of a file in hex.
 *
 * @param of `'file'`: the bytes as they are. `'content'`: what is left after gzip, where the file is gzipped, so that two packings of the
 * same data have the same sum
 * @throws an Error of zlib where the file is damaged gzip
 */
export async function sha256OfFile(path: string, of: 'file' | 'content'): Promise<string> {
  const hash = createHash('sha256');
  const compressed = of === 'content' && isGzip(await firstBytes(path, 2));
  if (compressed) await pipeline(createReadStream(path), createGunzip(), hash);
  else await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
