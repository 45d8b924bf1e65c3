import type { Checkpoint, Tensor } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import { CHECKPOINT_VERSION, DTYPES, requireLittleEndian, type TensorEntry } from './checkpoint-format.ts';

function dtypeOf(name: string, { data }: Tensor): string {
  for (const [dtype, TypedArray] of DTYPES) if (data instanceof TypedArray) return dtype;
  throw new N3mlError(
    'N3ML_BAD_TENSOR',
    `The data of tensor '${name}' are not a Float32Array, Float64Array, Int32Array, Uint32Array or Uint8Array.`,
    { details: { name } },
  );
}

function checkShape(name: string, { shape, data }: Tensor): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || size !== data.length) {
    throw new N3mlError(
      'N3ML_BAD_TENSOR',
      `Tensor '${name}' of shape [${shape.join(', ')}] holds ${data.length} numbers; the product of the shape has to be their number.`,
      {
        details: { name, shape, length: data.length },
      },
    );
  }
}

/**
 * A checkpoint as the bytes of a safetensors file (https://github.com/huggingface/safetensors), so that other tools read the tensors too. Tensors
 * and keys are sorted: the same checkpoint always gives the same bytes. Model, options and progress are JSON in `__metadata__.checkpoint`.
 *
 * @throws N3mlError N3ML_BAD_TENSOR where shape and data don't fit, N3ML_NOT_JSON where options or progress hold what JSON can't
 */
export function encodeCheckpoint({ model, options, progress, tensors }: Checkpoint): Uint8Array<ArrayBuffer> {
  requireLittleEndian();
  const checkpoint = canonicalJson({ model, options, progress }, 'checkpoint');
  const sorted = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
  const metadata = { format: 'n3ml', version: String(CHECKPOINT_VERSION), checkpoint };

  // The header is put together as text: as an object it would lose a tensor named __proto__.
  const fields = [`"__metadata__":${JSON.stringify(metadata)}`];
  let end = 0;
  for (const [name, tensor] of sorted) {
    if (name === '__metadata__')
      throw new N3mlError('N3ML_BAD_TENSOR', "A tensor can't be named '__metadata__': safetensors keeps that name for itself. Rename it.", {
        details: { name },
      });
    const dtype = dtypeOf(name, tensor);
    checkShape(name, tensor);
    const begin = end;
    end += tensor.data.byteLength;
    const entry: TensorEntry = { dtype, shape: tensor.shape, data_offsets: [begin, end] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }

  const header = new TextEncoder().encode(`{${fields.join(',')}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, 8 + headerLength);
  let offset = 8 + headerLength;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}
