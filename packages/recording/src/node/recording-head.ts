import { crc32 } from 'node:zlib';
import { N3mlError } from '@n3ml/core';
import { FORMAT_VERSION } from '../event-block.ts';

/** What every recording begins with. */
const MAGIC = 'N3ML-REC';

/** The length of a recording's head: name, version, checksum, time. */
export const RECORDING_HEAD = 24;

/** Bytes 0-7 `N3ML-REC`, 8-11 version, 12-15 CRC-32 of the rest, 16-23 when it was begun: ms since 1970, float64. */
export function encodeRecordingHead(startedAt: number): Buffer {
  const head = Buffer.alloc(RECORDING_HEAD);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(FORMAT_VERSION, 8);
  head.writeDoubleLE(startedAt, 16);
  head.writeUInt32LE(crc32(head.subarray(16)), 12);
  return head;
}

/**
 * @param head the first bytes of the file, as many as there are up to {@link RECORDING_HEAD}
 * @returns when it was begun
 * @throws N3mlError N3ML_NOT_A_RECORDING, N3ML_RECORDING_VERSION, N3ML_RECORDING_CUT, N3ML_RECORDING_DAMAGED
 */
export function readRecordingHead(head: Buffer, path: string): Date {
  const name = head.toString('latin1', 0, MAGIC.length);
  const details = { path };
  if (head.length === 0 || name !== MAGIC.slice(0, name.length)) {
    throw new N3mlError(
      'N3ML_NOT_A_RECORDING',
      `'${path}' is no recording of events: it does not begin with ${MAGIC}. Give a file that the observer 'record' has written.`,
      { details },
    );
  }
  if (head.length >= 12 && head.readUInt32LE(8) !== FORMAT_VERSION) {
    const version = head.readUInt32LE(8);
    throw new N3mlError(
      'N3ML_RECORDING_VERSION',
      `'${path}' is a recording of version ${version}, and this n3ml reads version ${FORMAT_VERSION}. Read it with the n3ml that has written it.`,
      { details: { ...details, version, known: FORMAT_VERSION } },
    );
  }
  if (head.length < RECORDING_HEAD) {
    throw new N3mlError(
      'N3ML_RECORDING_CUT',
      `'${path}' is cut short: it ends in its head, after ${head.length} bytes. No event is left in it.`,
      {
        details: { ...details, events: 0 },
      },
    );
  }
  if (crc32(head.subarray(16)) !== head.readUInt32LE(12)) {
    throw new N3mlError('N3ML_RECORDING_DAMAGED', `'${path}' is damaged: its head has another checksum. Copy it again.`, { details });
  }
  return new Date(head.readDoubleLE(16));
}
