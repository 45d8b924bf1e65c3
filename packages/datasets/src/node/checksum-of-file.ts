import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isGzip } from '../gunzip.ts';

/** What a file is recognised by. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'md5';
  /** In hex. */
  readonly sum: string;
  /** `'file'`: of the bytes as they are. `'content'`: of what is left after gzip, so that two packings of the same data have the same sum. */
  readonly of: 'file' | 'content';
}

/**
 * The checksum of a file in hex.
 *
 * @throws an Error of zlib where the content is asked for and the file is damaged gzip
 */
export async function checksumOfFile(path: string, algorithm: Checksum['algorithm'], of: Checksum['of']): Promise<string> {
  const hash = createHash(algorithm);
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
