import type { Checkpoint, Json } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';
import { CHECKPOINT_VERSION, DTYPES, requireLittleEndian } from './checkpoint-format.ts';
import { type Complaints, isCount, isRecord, type JsonRecord, parseJson, readHeader, readTensors } from './safetensors-file.ts';

const complaintsOf = (source: string): Complaints => ({
  foreign: (why) => new N3mlError('N3ML_NOT_A_CHECKPOINT', `${source} is not an n3ml checkpoint: ${why}.`, { details: { source } }),
  truncated: (expected, found) =>
    new N3mlError(
      'N3ML_CHECKPOINT_TRUNCATED',
      `${source} is cut off: it has ${found} bytes of at least ${expected}. Copy it again, or go back to an earlier checkpoint.`,
      { details: { source, expected, found } },
    ),
  damaged: (why) =>
    new N3mlError('N3ML_CHECKPOINT_DAMAGED', `${source} is damaged: ${why}. Copy it again, or go back to an earlier checkpoint.`, {
      details: { source },
    }),
});

function readMetadata(header: JsonRecord, source: string, { foreign, damaged }: Complaints): Omit<Checkpoint, 'tensors'> {
  const metadata = Object.hasOwn(header, '__metadata__') ? header.__metadata__ : undefined;
  if (!isRecord(metadata) || metadata.format !== 'n3ml') throw foreign('it is a safetensors file that n3ml did not write');
  const version = Number(metadata.version);
  if (!isCount(version)) throw damaged('its version is not a number');
  if (version > CHECKPOINT_VERSION) {
    throw new N3mlError(
      'N3ML_CHECKPOINT_VERSION',
      `${source} has version ${version} of the checkpoint layout; this n3ml reads up to version ${CHECKPOINT_VERSION}. Update n3ml.`,
      {
        details: { source, version },
      },
    );
  }
  const checkpoint = parseJson(String(metadata.checkpoint));
  if (!isRecord(checkpoint)) throw damaged('its metadata are not JSON');
  const { model, options, progress } = checkpoint;
  if (typeof model !== 'string' || !isRecord(options) || !isRecord(progress))
    throw damaged('its metadata lack the model, its options or its progress');
  return { model, options: options as Record<string, Json>, progress: progress as Record<string, Json> };
}

const readers = new Map(
  [...DTYPES].map(([dtype, TypedArray]) => [
    dtype,
    { bytes: TypedArray.BYTES_PER_ELEMENT, read: (buffer: ArrayBuffer) => new TypedArray(buffer) },
  ]),
);

/**
 * Reads what {@link encodeCheckpoint} wrote. Everything is checked before anything is returned, and nothing is executed. The tensors are copies.
 *
 * @param source where the bytes come from, for messages: a path
 * @throws N3mlError N3ML_NOT_A_CHECKPOINT, N3ML_CHECKPOINT_TRUNCATED, N3ML_CHECKPOINT_DAMAGED, or N3ML_CHECKPOINT_VERSION where a newer n3ml wrote it
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  requireLittleEndian();
  const complaints = complaintsOf(source);
  const header = readHeader(bytes, complaints);
  const metadata = readMetadata(header.header, source, complaints);
  return { ...metadata, tensors: readTensors(bytes, header, readers, complaints) };
}
