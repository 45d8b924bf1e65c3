import { N3mlError } from '@n3ml/core';

/** The element types of IDX, by the third byte of a file. */
const elements = {
  8: { bytes: 1, array: Uint8Array, read: (view: DataView, at: number) => view.getUint8(at) },
  9: { bytes: 1, array: Int8Array, read: (view: DataView, at: number) => view.getInt8(at) },
  11: { bytes: 2, array: Int16Array, read: (view: DataView, at: number) => view.getInt16(at) },
  12: { bytes: 4, array: Int32Array, read: (view: DataView, at: number) => view.getInt32(at) },
  13: { bytes: 4, array: Float32Array, read: (view: DataView, at: number) => view.getFloat32(at) },
  14: { bytes: 8, array: Float64Array, read: (view: DataView, at: number) => view.getFloat64(at) },
} as const;
type ElementCode = keyof typeof elements;

/** What an IDX file holds. */
export interface IdxArray {
  /** Sizes of the dimensions, the slowest first: [60000, 28, 28] for the training images of MNIST. */
  readonly shape: readonly number[];
  /** The elements, row-major. Bytes are a view of the file's own bytes, other types a copy in the machine's byte order. */
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/**
 * Reads the IDX format (Y. LeCun, C. Cortes, C. Burges, "The MNIST database"): two zero bytes, the type of the elements, the number of
 * dimensions, the size of each as 32 bits, then the elements; everything big-endian. Compressed files go through {@link gunzip} first.
 *
 * @param source what to call the bytes in an error, such as the path of the file
 * @throws N3mlError N3ML_IDX_FORMAT (not IDX), N3ML_IDX_TRUNCATED and N3ML_IDX_TRAILING (too few and too many bytes), N3ML_EMPTY_DATASET
 */
export function readIdx(bytes: Uint8Array, source: string): IdxArray {
  if (bytes.length < 4) throw truncated(source, 4, bytes.length, 'the magic number alone');
  const [zero, alsoZero, code, rank] = bytes.subarray(0, 4) as unknown as [number, number, number, number];
  const found = `'${source}' starts with the bytes ${hex(bytes.subarray(0, 4))}`;
  if (zero === 0x1f && alsoZero === 0x8b) {
    throw new N3mlError('N3ML_IDX_FORMAT', `${found}, which is gzip: pass it through gunzip() first.`, { details: { source } });
  }
  if (zero !== 0 || alsoZero !== 0 || !(code in elements) || rank === 0) {
    const wanted = 'an IDX file starts with 00 00, a type (08, 09, 0b, 0c, 0d or 0e) and a number of dimensions of 1 or more';
    throw new N3mlError('N3ML_IDX_FORMAT', `${found}, but ${wanted}. Is it the right file?`, { details: { source } });
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw truncated(source, start, bytes.length, `a header of ${rank} dimensions`);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count === 0) {
    throw new N3mlError('N3ML_EMPTY_DATASET', `'${source}' is an IDX file of shape [${shape.join(', ')}]: it holds no data.`, {
      details: { source, shape },
    });
  }
  const element = elements[code as ElementCode];
  const expected = start + count * element.bytes;
  if (bytes.length < expected) throw truncated(source, expected, bytes.length, `shape [${shape.join(', ')}]`);
  if (bytes.length > expected) {
    const message = `'${source}' has ${bytes.length - expected} bytes too many: shape [${shape.join(', ')}] takes ${expected} bytes, the file has ${bytes.length}.`;
    throw new N3mlError('N3ML_IDX_TRAILING', message, { details: { source, expected, actual: bytes.length } });
  }

  // not subarray: that of a Node Buffer would be a Buffer, whose slice() does not copy
  if (element.array === Uint8Array) return { shape, values: new Uint8Array(bytes.buffer, bytes.byteOffset + start, count) };
  const values = new element.array(count);
  for (let k = 0; k < count; k++) values[k] = element.read(view, start + k * element.bytes);
  return { shape, values };
}

function truncated(source: string, expected: number, actual: number, what: string): N3mlError {
  const message = `'${source}' is cut off: ${what} takes ${expected} bytes, the file has ${actual}. Delete it and fetch it again.`;
  return new N3mlError('N3ML_IDX_TRUNCATED', message, { details: { source, expected, actual } });
}
