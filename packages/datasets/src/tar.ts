import { N3mlError } from '@n3ml/core';

/** A regular file in an archive. */
export interface TarEntry {
  /** Its path in the archive. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const blockSize = 512;

/**
 * Reads the regular files of a tar archive (POSIX.1-1988 "ustar") in their order, each when its bytes have come; folders, links and
 * extended headers are passed over. The stream is read to its end, past that of the archive, for a checksum of the compression may come there.
 *
 * @param chunks the archive, decompressed, in pieces of any length
 * @param source what to call the archive in an error, such as its path
 * @throws N3mlError N3ML_TAR_FORMAT (no archive), N3ML_TAR_TRUNCATED (it ends within a file); and what `chunks` throws
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<TarEntry, void, undefined> {
  const reader = createReader(chunks);
  for (let at = 0; ; ) {
    const header = await reader.take(blockSize);
    // an archive ends with blocks of zeros, which some programs leave out
    if (header.length === 0 || header.every((byte) => byte === 0)) return reader.drain();
    if (header.length < blockSize) throw truncated(source, `its header at byte ${at}`, blockSize, header.length);
    const { name, size, isFile } = parseHeader(header, source, at);
    const bytes = await reader.take(size);
    if (bytes.length < size) throw truncated(source, `its file '${name}'`, size, bytes.length);
    const padding = (blockSize - (size % blockSize)) % blockSize;
    await reader.take(padding);
    at += blockSize + size + padding;
    if (isFile) yield { name, bytes };
  }
}

/** Gives the bytes of a stream in the lengths that are asked for; fewer at its end. */
function createReader(chunks: AsyncIterable<Uint8Array>): { take(length: number): Promise<Uint8Array>; drain(): Promise<void> } {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    async take(length) {
      const pieces: Uint8Array[] = [];
      let lacking = length;
      while (lacking > 0) {
        if (rest.length === 0) {
          const { done, value } = await iterator.next();
          if (done) break;
          rest = value;
        }
        const piece = rest.subarray(0, lacking);
        pieces.push(piece);
        rest = rest.subarray(piece.length);
        lacking -= piece.length;
      }
      return join(pieces, length - lacking);
    },
    async drain() {
      while (!(await iterator.next()).done);
    },
  };
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

function parseHeader(header: Uint8Array, source: string, at: number): { name: string; size: number; isFile: boolean } {
  const text = (from: number, to: number): string => new TextDecoder().decode(header.subarray(from, to)).split('\0', 1)[0]!;
  const octal = (from: number, to: number): number => {
    const digits = text(from, to).trim();
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
  };
  // the sum of all bytes, those of the sum itself taken as spaces
  const sum = header.reduce((total, byte, k) => total + (k >= 148 && k < 156 ? 32 : byte), 0);
  const size = octal(124, 136);
  if (octal(148, 156) !== sum || Number.isNaN(size)) {
    throw new N3mlError('N3ML_TAR_FORMAT', `'${source}' has no valid tar header at byte ${at}. Is it the right file?`, {
      details: { source, at },
    });
  }
  const prefix = text(257, 262) === 'ustar' ? text(345, 500) : '';
  const type = text(156, 157);
  return { name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, size, isFile: type === '' || type === '0' };
}

function truncated(source: string, what: string, expected: number, actual: number): N3mlError {
  const message = `'${source}' is cut off: ${what} takes ${expected} bytes, the archive has ${actual} of them. Delete it and fetch it again.`;
  return new N3mlError('N3ML_TAR_TRUNCATED', message, { details: { source, expected, actual } });
}
