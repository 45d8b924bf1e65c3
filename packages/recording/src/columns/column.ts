import type { ByteWriter } from '../bytes/byte-writer.ts';

/** The values of one field over a run of events. */
export interface Column {
  /** The byte in front of it that says how it is written. */
  readonly code: number;
  /** True where it accepts every value: what it is given has to be looked through first. */
  readonly takesAnything?: boolean;
  /** Whether the value can be written in this way. */
  accepts(value: unknown): boolean;
  /** Takes a value that it accepts; typed arrays are written at once, not kept. */
  add(value: unknown): void;
  /** Bytes so far. */
  readonly size: number;
  write(to: ByteWriter): void;
  /** Begins anew, in the memory that it has. */
  clear(): void;
}
