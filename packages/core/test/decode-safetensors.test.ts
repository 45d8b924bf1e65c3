import { N3mlError } from '@n3ml/core';
import { decodeSafetensors, encodeCheckpoint } from '@n3ml/core/checkpoint';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A file as other programs write it: with metadata of their own, or none. */
function file(entries: readonly Entry[], metadata?: Readonly<Record<string, string>>): Uint8Array {
  let end = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const { name, dtype, shape, bytes } of entries) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + end);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  let offset = 8 + text.length;
  for (const { bytes } of entries) {
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out;
}
const raw = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const one = (dtype: string, array: ArrayBufferView & { readonly length: number }) =>
  decodeSafetensors(file([{ name: 'x', dtype, shape: [array.length], bytes: raw(array) }]), 'the file').x!.data;
const codeOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof N3mlError) return error.code;
  }
  return 'nothing was thrown';
};

describe('decodeSafetensors', () => {
  it('reads what PyTorch writes, in the order of the file', () => {
    const bytes = file(
      [
        { name: 'conv.weight', dtype: 'F32', shape: [1, 2], bytes: raw(Float32Array.of(1.5, -2)) },
        { name: 'bn.num_batches_tracked', dtype: 'I64', shape: [], bytes: raw(BigInt64Array.of(123n)) },
        { name: 'a.bias', dtype: 'F32', shape: [1], bytes: raw(Float32Array.of(3)) },
      ],
      { format: 'pt' },
    );
    const tensors = decodeSafetensors(bytes, 'net.safetensors');
    expect(Object.keys(tensors)).toEqual(['conv.weight', 'bn.num_batches_tracked', 'a.bias']);
    expect(tensors['conv.weight']).toEqual({ shape: [1, 2], data: Float32Array.of(1.5, -2) });
    expect(tensors['bn.num_batches_tracked']).toEqual({ shape: [], data: Float64Array.of(123) });
  });

  it('reads checkpoints of n3ml too', () => {
    const tensors = { w: { shape: [2], data: Float64Array.of(1, 2) } };
    expect(decodeSafetensors(encodeCheckpoint({ model: 'm', options: {}, progress: {}, tensors }), 'run')).toEqual(tensors);
  });

  it('widens halves: all that float32 has a half for come back', () => {
    // 1, -2, the largest, the smallest normal and subnormal, infinities, a NaN (IEEE 754-2019, table 3.5).
    const words = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x7c00, 0xfc00, 0x7e00, 0x3555);
    expect([...one('F16', words)]).toEqual([1, -2, 65504, 2 ** -14, 2 ** -24, Infinity, -Infinity, Number.NaN, 1365 * 2 ** -12]);
  });

  it('widens bfloat16 to the float32 with the same upper half', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const word = raw(Float32Array.of(value)).slice(2, 4);
        const widened = one('BF16', new Uint16Array(word.buffer))[0]!;
        expect([...raw(Float32Array.of(widened))]).toEqual([0, 0, ...word]);
      }),
    );
  });

  it('widens integers', () => {
    expect([...one('I8', Int8Array.of(-128, 127))]).toEqual([-128, 127]);
    expect([...one('I16', Int16Array.of(-32768, 32767))]).toEqual([-32768, 32767]);
    expect([...one('U16', Uint16Array.of(65535))]).toEqual([65535]);
    expect([...one('U64', BigUint64Array.of(2n ** 53n))]).toEqual([2 ** 53]);
    expect([...one('BOOL', Uint8Array.of(1, 0))]).toEqual([1, 0]);
  });

  it('says what it can not read', () => {
    const good = file([{ name: 'x', dtype: 'F32', shape: [1], bytes: raw(Float32Array.of(1)) }]);
    expect(codeOf(() => decodeSafetensors(good.subarray(0, good.length - 1), 'f'))).toBe('N3ML_SAFETENSORS_TRUNCATED');
    expect(codeOf(() => decodeSafetensors(new TextEncoder().encode('PK\u0003\u0004 a zip of PyTorch'), 'f'))).toBe('N3ML_NOT_SAFETENSORS');
    const strange = file([{ name: 'x', dtype: 'F8_E4M3', shape: [1], bytes: Uint8Array.of(1) }]);
    expect(() => decodeSafetensors(strange, "'net.safetensors'")).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: 'net.safetensors' can't be read: tensor 'x' has type F8_E4M3, not one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL. Copy it again, or write it anew. [N3ML_SAFETENSORS_DAMAGED]]`,
    );
  });
});
