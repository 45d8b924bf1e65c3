import type { Tensor } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';

/** The version of the layout that this n3ml writes, and the newest that it reads. */
export const CHECKPOINT_VERSION = 1;

interface TypedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): Tensor['data'];
}

/** The types of tensors, by their names in safetensors. */
export const DTYPES: ReadonlyMap<string, TypedArrayConstructor> = new Map<string, TypedArrayConstructor>([
  ['F32', Float32Array],
  ['F64', Float64Array],
  ['I32', Int32Array],
  ['U32', Uint32Array],
  ['U8', Uint8Array],
]);

/** What the header says of one tensor. The offsets count from the end of the header. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The layout is little-endian, and the tensors are copied as they lie in memory. */
export function requireLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new N3mlError(
      'N3ML_BIG_ENDIAN',
      'Checkpoints are little-endian and this machine is big-endian. Use a little-endian machine (x86, ARM, RISC-V).',
    );
  }
}
