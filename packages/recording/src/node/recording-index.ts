/** Where a chunk of events lies and what it begins with. */
export interface ChunkEntry {
  /** Of the chunk in the file, in bytes. */
  readonly offset: number;
  /** Of its first event, in ms. */
  readonly time: number;
  /** Samples that were done before its first event. */
  readonly done: number;
}

/** What a complete recording adds up to. */
export interface RecordingTotals {
  readonly events: number;
  /** Time of the last event, in ms. */
  readonly duration: number;
  /** Samples done at the end. */
  readonly done: number;
}

const FIELDS = 3;

/** Three float64, little-endian, for each entry: offset, time, samples done. */
export function encodeIndex(entries: readonly ChunkEntry[]): Buffer {
  const bytes = Buffer.alloc(8 * FIELDS * entries.length);
  for (const [k, { offset, time, done }] of entries.entries()) {
    for (const [field, value] of [offset, time, done].entries()) bytes.writeDoubleLE(value, 8 * (FIELDS * k + field));
  }
  return bytes;
}

export function readIndex(bytes: Buffer): ChunkEntry[] {
  return Array.from({ length: Math.floor(bytes.length / (8 * FIELDS)) }, (_, k) => {
    const field = (n: number): number => bytes.readDoubleLE(8 * (FIELDS * k + n));
    return { offset: field(0), time: field(1), done: field(2) };
  });
}

/** Length of the content of the last chunk. */
export const ENDING = 32;

/** Four float64, little-endian: the offset of the index, events, time of the last one, samples done. */
export function encodeEnding(indexOffset: number, { events, duration, done }: RecordingTotals): Buffer {
  const bytes = Buffer.alloc(ENDING);
  for (const [k, value] of [indexOffset, events, duration, done].entries()) bytes.writeDoubleLE(value, 8 * k);
  return bytes;
}

export const readEnding = (bytes: Buffer): { readonly indexOffset: number; readonly totals: RecordingTotals } => ({
  indexOffset: bytes.readDoubleLE(0),
  totals: { events: bytes.readDoubleLE(8), duration: bytes.readDoubleLE(16), done: bytes.readDoubleLE(24) },
});
