import { N3mlError } from '@n3ml/core';

/** Whether bytes carry the magic number of gzip. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Decompresses gzip, in browsers as in Node. Bytes without the magic number of gzip are returned as they are, so that raw and compressed
 * files go the same way.
 *
 * @param source what to call the bytes in an error, such as the path of the file
 * @throws N3mlError N3ML_GZIP_CORRUPT where the stream is damaged or cut off
 */
export async function gunzip(bytes: Uint8Array, source: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  try {
    const compressed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    return new Uint8Array(await new Response(compressed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
  } catch (cause) {
    throw damagedGzip(source, cause);
  }
}

export function damagedGzip(source: string, cause: unknown): N3mlError {
  return new N3mlError('N3ML_GZIP_CORRUPT', `'${source}' is a damaged or incomplete gzip file. Delete it and fetch it again.`, {
    details: { source },
    cause,
  });
}
