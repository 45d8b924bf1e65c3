import type { Checkpoint, Json, Tensor } from './checkpoint.ts';
import { CHECKPOINT_VERSION, DTYPES, requireLittleEndian, type TensorEntry } from './checkpoint-format.ts';
import { N3mlError } from './errors.ts';

type JsonRecord = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount);

const foreign = (source: string, why: string): N3mlError =>
  new N3mlError('N3ML_NOT_A_CHECKPOINT', `${source} is not an n3ml checkpoint: ${why}.`, { details: { source } });
const truncated = (source: string, expected: number | bigint, found: number): N3mlError =>
  new N3mlError(
    'N3ML_CHECKPOINT_TRUNCATED',
    `${source} is cut off: it has ${found} bytes of at least ${expected}. Copy it again, or go back to an earlier checkpoint.`,
    {
      details: { source, expected, found },
    },
  );
const damaged = (source: string, why: string): N3mlError =>
  new N3mlError('N3ML_CHECKPOINT_DAMAGED', `${source} is damaged: ${why}. Copy it again, or go back to an earlier checkpoint.`, {
    details: { source },
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The header, and where the data begin. */
function readHeader(bytes: Uint8Array, source: string): { header: JsonRecord; start: number } {
  if (bytes.length < 8) throw truncated(source, 8, bytes.length);
  // In files of other kinds the first eight bytes are no length and the ninth is seldom a brace.
  if (bytes.length > 8 && bytes[8] !== 0x7b) throw foreign(source, "it doesn't begin with a safetensors header");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) throw truncated(source, 8n + length, bytes.length);
  const start = 8 + Number(length);
  const header = parse(new TextDecoder().decode(bytes.subarray(8, start)));
  if (!isRecord(header)) throw foreign(source, 'its header is not JSON');
  return { header, start };
}

function readMetadata(header: JsonRecord, source: string): Omit<Checkpoint, 'tensors'> {
  const metadata = Object.hasOwn(header, '__metadata__') ? header.__metadata__ : undefined;
  if (!isRecord(metadata) || metadata.format !== 'n3ml') throw foreign(source, 'it is a safetensors file that n3ml did not write');
  const version = Number(metadata.version);
  if (!isCount(version)) throw damaged(source, 'its version is not a number');
  if (version > CHECKPOINT_VERSION) {
    throw new N3mlError(
      'N3ML_CHECKPOINT_VERSION',
      `${source} has version ${version} of the checkpoint layout; this n3ml reads up to version ${CHECKPOINT_VERSION}. Update n3ml.`,
      {
        details: { source, version },
      },
    );
  }
  const checkpoint = parse(String(metadata.checkpoint));
  if (!isRecord(checkpoint)) throw damaged(source, 'its metadata are not JSON');
  const { model, options, progress } = checkpoint;
  if (typeof model !== 'string' || !isRecord(options) || !isRecord(progress))
    throw damaged(source, 'its metadata lack the model, its options or its progress');
  return { model, options: options as Record<string, Json>, progress: progress as Record<string, Json> };
}

function readEntry(name: string, entry: unknown, source: string): TensorEntry {
  if (
    !isRecord(entry) ||
    typeof entry.dtype !== 'string' ||
    !isCounts(entry.shape) ||
    !isCounts(entry.data_offsets) ||
    entry.data_offsets.length !== 2
  ) {
    throw damaged(source, `the entry of tensor '${name}' lacks dtype, shape or data_offsets`);
  }
  const { dtype, shape } = entry;
  const [begin, end] = entry.data_offsets as readonly [number, number];
  const itemSize = DTYPES.get(dtype)?.BYTES_PER_ELEMENT;
  if (itemSize === undefined) throw damaged(source, `tensor '${name}' has type ${dtype}, not one of ${[...DTYPES.keys()].join(', ')}`);
  const expected = shape.reduce((product, length) => product * length, itemSize);
  if (expected !== end - begin)
    throw damaged(
      source,
      `tensor '${name}' of shape [${shape.join(', ')}] and type ${dtype} has ${end - begin} bytes in place of ${expected}`,
    );
  return { dtype, shape, data_offsets: [begin, end] };
}

/** The tensors have to lie one behind the other and fill the file, as safetensors demands: so none overlaps and no byte is hidden. */
function checkLayout(entries: readonly (readonly [string, TensorEntry])[], start: number, length: number, source: string): void {
  let expected = 0;
  const order = [...entries].sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);
  for (const [
    name,
    {
      data_offsets: [begin, end],
    },
  ] of order) {
    if (begin !== expected) throw damaged(source, `tensor '${name}' begins at ${begin} in place of ${expected}`);
    expected = end;
  }
  if (start + expected > length) throw truncated(source, start + expected, length);
  if (start + expected < length) throw damaged(source, `${length - start - expected} bytes follow the last tensor`);
}

/**
 * Reads what {@link encodeCheckpoint} wrote. Everything is checked before anything is returned, and nothing is executed. The tensors are copies.
 *
 * @param source where the bytes come from, for messages: a path
 * @throws N3mlError N3ML_NOT_A_CHECKPOINT, N3ML_CHECKPOINT_TRUNCATED, N3ML_CHECKPOINT_DAMAGED, or N3ML_CHECKPOINT_VERSION where a newer n3ml wrote it
 */
export function decodeCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  requireLittleEndian();
  const { header, start } = readHeader(bytes, source);
  const metadata = readMetadata(header, source);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => [name, readEntry(name, entry, source)] as const);
  checkLayout(entries, start, bytes.length, source);
  const tensors = entries.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]): [string, Tensor] => {
      const TypedArray = DTYPES.get(dtype)!;
      return [name, { shape, data: new TypedArray(new Uint8Array(bytes.subarray(start + begin, start + end)).buffer) }];
    },
  );
  return { ...metadata, tensors: Object.fromEntries(tensors) };
}
