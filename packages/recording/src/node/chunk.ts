import { crc32 } from 'node:zlib';

/** What a chunk of a recording holds: a block of events, the index of those, or the end of a complete file. */
export type ChunkKind = 'EVNT' | 'INDX' | 'DONE';

/** Kind, length of the content, checksum. */
export const CHUNK_HEAD = 12;

/** CRC-32 of the kind, the length and the content. */
const checksum = (head: Uint8Array, content: Uint8Array): number => crc32(content, crc32(head.subarray(0, 8)));

/** What stands in front of a content: 4 letters of its kind, its length and the checksum as uint32, little-endian. */
export function encodeChunkHead(kind: ChunkKind, content: Uint8Array): Buffer {
  const head = Buffer.alloc(CHUNK_HEAD);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  head.writeUInt32LE(checksum(head, content), 8);
  return head;
}

/** What a chunk's head announces. */
export interface ChunkHead {
  readonly kind: string;
  readonly length: number;
}

export const readChunkHead = (head: Buffer): ChunkHead => ({ kind: head.toString('latin1', 0, 4), length: head.readUInt32LE(4) });

/** Whether a content is the one that its head was written for. */
export const isSound = (head: Buffer, content: Uint8Array): boolean => checksum(head, content) === head.readUInt32LE(8);
