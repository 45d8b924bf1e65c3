import type { Tensors } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';
import { requireLittleEndian } from './checkpoint-format.ts';
import { type Complaints, type NumberReader, readHeader, readTensors } from './safetensors-file.ts';

/** A half-precision number (IEEE 754 binary16) of which these are the bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
const widen = (bits: Uint16Array): Float32Array => new Float32Array(Uint32Array.from(bits, (word) => word << 16).buffer);

/** Every type of safetensors that fits into a {@link Tensor}; narrow floats become float32, narrow integers 32 bits wide, wide ones float64. */
const readers: ReadonlyMap<string, NumberReader> = new Map<string, NumberReader>([
  ['F64', { bytes: 8, read: (buffer) => new Float64Array(buffer) }],
  ['F32', { bytes: 4, read: (buffer) => new Float32Array(buffer) }],
  ['F16', { bytes: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), half) }],
  ['BF16', { bytes: 2, read: (buffer) => widen(new Uint16Array(buffer)) }],
  ['I64', { bytes: 8, read: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number) }],
  ['I32', { bytes: 4, read: (buffer) => new Int32Array(buffer) }],
  ['I16', { bytes: 2, read: (buffer) => Int32Array.from(new Int16Array(buffer)) }],
  ['I8', { bytes: 1, read: (buffer) => Int32Array.from(new Int8Array(buffer)) }],
  ['U64', { bytes: 8, read: (buffer) => Float64Array.from(new BigUint64Array(buffer), Number) }],
  ['U32', { bytes: 4, read: (buffer) => new Uint32Array(buffer) }],
  ['U16', { bytes: 2, read: (buffer) => Uint32Array.from(new Uint16Array(buffer)) }],
  ['U8', { bytes: 1, read: (buffer) => new Uint8Array(buffer) }],
  ['BOOL', { bytes: 1, read: (buffer) => new Uint8Array(buffer) }],
]);

/**
 * The tensors of a safetensors file (https://github.com/huggingface/safetensors) of any program, such as `save_file` of PyTorch, in the order of the file. Nothing is executed,
 * everything is checked first, and the tensors are copies. Halves and bfloat16 become float32; integers of 64 bits become float64, exact up to 2^53.
 *
 * @param source where the bytes come from, for messages: a path
 * @throws N3mlError N3ML_NOT_SAFETENSORS, N3ML_SAFETENSORS_TRUNCATED, N3ML_SAFETENSORS_DAMAGED (a type that isn't known, too)
 */
export function decodeSafetensors(bytes: Uint8Array, source: string): Tensors {
  requireLittleEndian();
  const complaints: Complaints = {
    foreign: (why) => new N3mlError('N3ML_NOT_SAFETENSORS', `${source} is not a safetensors file: ${why}.`, { details: { source } }),
    truncated: (expected, found) =>
      new N3mlError('N3ML_SAFETENSORS_TRUNCATED', `${source} is cut off: it has ${found} bytes of at least ${expected}. Copy it again.`, {
        details: { source, expected, found },
      }),
    damaged: (why) =>
      new N3mlError('N3ML_SAFETENSORS_DAMAGED', `${source} can't be read: ${why}. Copy it again, or write it anew.`, {
        details: { source },
      }),
  };
  return readTensors(bytes, readHeader(bytes, complaints), readers, complaints);
}
