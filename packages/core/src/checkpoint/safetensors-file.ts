import type { Tensor, Tensors } from '../contracts/checkpoint.ts';
import type { N3mlError } from '../errors.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;
export const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount);

/** The errors of a reader, in its own words. */
export interface Complaints {
  /** The file is something else. */
  foreign(why: string): N3mlError;
  truncated(expected: number | bigint, found: number): N3mlError;
  damaged(why: string): N3mlError;
}

/** How the numbers of one type are read. */
export interface NumberReader {
  /** Bytes of one number. */
  readonly bytes: number;
  /** @param buffer owned by the tensor */
  read(buffer: ArrayBuffer): Tensor['data'];
}

/** The header of a safetensors file, and where the data begin. */
export interface SafetensorsHeader {
  readonly header: JsonRecord;
  readonly start: number;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readHeader(bytes: Uint8Array, complaints: Complaints): SafetensorsHeader {
  if (bytes.length < 8) throw complaints.truncated(8, bytes.length);
  // In files of other kinds the first eight bytes are no length and the ninth is seldom a brace.
  if (bytes.length > 8 && bytes[8] !== 0x7b) throw complaints.foreign("it doesn't begin with a safetensors header");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) throw complaints.truncated(8n + length, bytes.length);
  const start = 8 + Number(length);
  const header = parseJson(new TextDecoder().decode(bytes.subarray(8, start)));
  if (!isRecord(header)) throw complaints.foreign('its header is not JSON');
  return { header, start };
}

/** What the header says of one tensor, with the reader of its numbers. The offsets count from the end of the header. */
interface Entry {
  readonly reader: NumberReader;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown, readers: ReadonlyMap<string, NumberReader>, complaints: Complaints): Entry {
  if (
    !isRecord(entry) ||
    typeof entry.dtype !== 'string' ||
    !isCounts(entry.shape) ||
    !isCounts(entry.data_offsets) ||
    entry.data_offsets.length !== 2
  ) {
    throw complaints.damaged(`the entry of tensor '${name}' lacks dtype, shape or data_offsets`);
  }
  const { dtype, shape } = entry;
  const [begin, end] = entry.data_offsets as readonly [number, number];
  const reader = readers.get(dtype);
  if (reader === undefined) throw complaints.damaged(`tensor '${name}' has type ${dtype}, not one of ${[...readers.keys()].join(', ')}`);
  const expected = shape.reduce((product, length) => product * length, reader.bytes);
  if (expected !== end - begin) {
    throw complaints.damaged(
      `tensor '${name}' of shape [${shape.join(', ')}] and type ${dtype} has ${end - begin} bytes in place of ${expected}`,
    );
  }
  return { reader, shape, begin, end };
}

/** The tensors have to lie one behind the other and fill the file, as safetensors demands: so none overlaps and no byte is hidden. */
function checkLayout(entries: readonly (readonly [string, Entry])[], start: number, length: number, complaints: Complaints): void {
  let expected = 0;
  for (const [name, { begin, end }] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) throw complaints.damaged(`tensor '${name}' begins at ${begin} in place of ${expected}`);
    expected = end;
  }
  if (start + expected > length) throw complaints.truncated(start + expected, length);
  if (start + expected < length) throw complaints.damaged(`${length - start - expected} bytes follow the last tensor`);
}

/** All tensors of a file, copied, in the order of the header. Everything is checked before any is read. */
export function readTensors(
  bytes: Uint8Array,
  { header, start }: SafetensorsHeader,
  readers: ReadonlyMap<string, NumberReader>,
  complaints: Complaints,
): Tensors {
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => [name, readEntry(name, entry, readers, complaints)] as const);
  checkLayout(entries, start, bytes.length, complaints);
  const tensors = entries.map(([name, { reader, shape, begin, end }]): [string, Tensor] => {
    const data = reader.read(new Uint8Array(bytes.subarray(start + begin, start + end)).buffer);
    return [name, { shape, data }];
  });
  return Object.fromEntries(tensors);
}
