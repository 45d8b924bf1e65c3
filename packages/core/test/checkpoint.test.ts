import { type Checkpoint, type Json, N3mlError, type Tensor } from '@n3ml/core';
import { decodeCheckpoint, encodeCheckpoint } from '@n3ml/core/checkpoint';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const checkpoint: Checkpoint = {
  model: 'diehl-cook-2015',
  options: { neurons: 400, seed: 1 },
  progress: { epoch: 0, samples: 12 },
  tensors: {
    w: { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, Number.NaN, Infinity, -0) },
    labels: { shape: [3], data: Uint8Array.of(1, 2, 255) },
    counts: { shape: [2], data: Uint32Array.of(0, 0xffffffff) },
  },
};
const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** A safetensors file put together by hand, from the words of its specification. */
function file(header: string | object, data: readonly number[] = []): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}
const metadata = { format: 'n3ml', version: '1', checkpoint: '{"model":"m","options":{},"progress":{}}' };
const header = (more: object): object => ({ __metadata__: metadata, ...more });
const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });

test('the layout is that of safetensors', () => {
  const bytes = encodeCheckpoint(checkpoint);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const parsed: unknown = JSON.parse(text(bytes.subarray(8, 8 + length)));
  expect(parsed).toEqual({
    __metadata__: {
      format: 'n3ml',
      version: '1',
      checkpoint: '{"model":"diehl-cook-2015","options":{"neurons":400,"seed":1},"progress":{"epoch":0,"samples":12}}',
    },
    counts: { dtype: 'U32', shape: [2], data_offsets: [0, 8] },
    labels: { dtype: 'U8', shape: [3], data_offsets: [8, 11] },
    w: { dtype: 'F32', shape: [2, 3], data_offsets: [11, 35] },
  });
  const view = new DataView(bytes.buffer, 8 + length);
  expect(bytes.length).toBe(8 + length + 35);
  expect([view.getUint32(4, true), view.getUint8(10), view.getFloat32(11, true), view.getFloat32(19, true)]).toEqual([
    0xffffffff, 255, 1, 0.5,
  ]);
});

test('a hand-made file is read', () => {
  expect(decodeCheckpoint(file(header({ a: f32(0, 4) }), [0, 0, 128, 63]), 'x')).toEqual({
    model: 'm',
    options: {},
    progress: {},
    tensors: { a: { shape: [1], data: Float32Array.of(1) } },
  });
});

test('the order of keys changes nothing in the bytes', () => {
  const { w, labels, counts } = checkpoint.tensors as Record<string, Tensor>;
  const reordered: Checkpoint = {
    tensors: { counts: counts!, w: w!, labels: labels! },
    progress: { samples: 12, epoch: 0 },
    options: { seed: 1, neurons: 400 },
    model: 'diehl-cook-2015',
  };
  expect(encodeCheckpoint(reordered)).toEqual(encodeCheckpoint(checkpoint));
});

test('what is decoded is a copy, whatever the alignment of the bytes', () => {
  const bytes = encodeCheckpoint(checkpoint);
  const shifted = new Uint8Array(bytes.length + 3).subarray(3);
  shifted.set(bytes);
  const decoded = decodeCheckpoint(shifted, 'x');
  shifted.fill(0);
  expect(decoded).toEqual(checkpoint);
});

const bits = (data: Tensor['data']): number[] => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
const data = fc.oneof(
  fc.float32Array({ maxLength: 9 }),
  fc.float64Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
);
const tensor = fc
  .tuple(data, fc.boolean())
  .map(([values, row]): Tensor => ({ shape: row ? [1, values.length] : [values.length], data: values }));
const name = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'e/w', 'ä"\\\n'))
  .filter((s) => s !== '__metadata__');
const plain = fc.dictionary(name, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>);
const checkpoints = fc.record({
  model: fc.string(),
  options: plain,
  progress: plain,
  tensors: fc.array(fc.tuple(name, tensor), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
});

test('what is written is read back, bit for bit', () => {
  fc.assert(
    fc.property(checkpoints, (written) => {
      const bytes = encodeCheckpoint(written);
      const read = decodeCheckpoint(bytes, 'x');
      expect(read.model).toBe(written.model);
      // Through JSON once, which has no -0.
      expect(read.options).toEqual(JSON.parse(JSON.stringify(written.options)));
      expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(written.tensors).sort());
      for (const [key, { shape, data: values }] of Object.entries(written.tensors)) {
        const again = Object.entries(read.tensors).find(([other]) => other === key)?.[1];
        expect(again?.shape).toEqual(shape);
        expect(again?.data.constructor).toBe(values.constructor);
        expect(bits(again!.data)).toEqual(bits(values));
      }
      expect(encodeCheckpoint(read)).toEqual(bytes);
    }),
  );
});

test('every file that is cut off is refused', () => {
  const bytes = encodeCheckpoint(checkpoint);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeCheckpoint(bytes.subarray(0, length), 'x')).toThrow(expect.objectContaining({ code: 'N3ML_CHECKPOINT_TRUNCATED' }));
  }
});

test('no damaged byte leads to another error than ours, or to memory without end', () => {
  const bytes = encodeCheckpoint(checkpoint);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = bytes.slice();
      for (const [at, value] of changes) changed[at] = value;
      try {
        decodeCheckpoint(changed, 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(N3mlError);
      }
    }),
    { numRuns: 500 },
  );
});

describe('refuses', () => {
  const wrong: Record<string, [bytes: Uint8Array, expected: string]> = {
    'an empty file': [
      new Uint8Array(),
      "'x' is cut off: it has 0 bytes of at least 8. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_TRUNCATED]",
    ],
    'a picture': [
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
      "'x' is not an n3ml checkpoint: it doesn't begin with a safetensors header. [N3ML_NOT_A_CHECKPOINT]",
    ],
    'bad JSON': [file('{"a": '), "'x' is not an n3ml checkpoint: its header is not JSON. [N3ML_NOT_A_CHECKPOINT]"],
    'other safetensors': [
      file({ a: f32(0, 4) }, [0, 0, 0, 0]),
      "'x' is not an n3ml checkpoint: it is a safetensors file that n3ml did not write. [N3ML_NOT_A_CHECKPOINT]",
    ],
    'metadata of another program': [
      file({ __metadata__: { format: 'pt' } }),
      "'x' is not an n3ml checkpoint: it is a safetensors file that n3ml did not write. [N3ML_NOT_A_CHECKPOINT]",
    ],
    'a newer version': [
      file({ __metadata__: { ...metadata, version: '2' } }),
      "'x' has version 2 of the checkpoint layout; this n3ml reads up to version 1. Update n3ml. [N3ML_CHECKPOINT_VERSION]",
    ],
    'an odd version': [
      file({ __metadata__: { ...metadata, version: 'new' } }),
      "'x' is damaged: its version is not a number. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'metadata that are not JSON': [
      file({ __metadata__: { ...metadata, checkpoint: '{' } }),
      "'x' is damaged: its metadata are not JSON. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'metadata without a model': [
      file({ __metadata__: { ...metadata, checkpoint: '{"options":{},"progress":{}}' } }),
      "'x' is damaged: its metadata lack the model, its options or its progress. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'an unknown type': [
      file(header({ a: { ...f32(0, 4), dtype: 'BF16' } }), [0, 0, 0, 0]),
      "'x' is damaged: tensor 'a' has type BF16, not one of F32, F64, I32, U32, U8. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'a shape that does not fit': [
      file(header({ a: f32(0, 4, [2]) }), [0, 0, 0, 0]),
      "'x' is damaged: tensor 'a' of shape [2] and type F32 has 4 bytes in place of 8. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'a shape beyond all numbers': [
      file(header({ a: f32(0, 4, [2 ** 52, 2 ** 52]) }), [0, 0, 0, 0]),
      "'x' is damaged: tensor 'a' of shape [4503599627370496, 4503599627370496] and type F32 has 4 bytes in place of 8.112963841460668e+31. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'a negative length': [
      file(header({ a: f32(0, 4, [-1]) }), [0, 0, 0, 0]),
      "'x' is damaged: the entry of tensor 'a' lacks dtype, shape or data_offsets. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'an entry that is none': [
      file(header({ a: 3 })),
      "'x' is damaged: the entry of tensor 'a' lacks dtype, shape or data_offsets. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'tensors that overlap': [
      file(header({ a: f32(0, 8), b: f32(4, 12) }), new Array(12).fill(0)),
      "'x' is damaged: tensor 'b' begins at 4 in place of 8. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'a gap': [
      file(header({ a: f32(0, 4), b: f32(8, 12) }), new Array(12).fill(0)),
      "'x' is damaged: tensor 'b' begins at 8 in place of 4. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
    'bytes behind the last tensor': [
      file(header({ a: f32(0, 4) }), new Array(6).fill(0)),
      "'x' is damaged: 2 bytes follow the last tensor. Copy it again, or go back to an earlier checkpoint. [N3ML_CHECKPOINT_DAMAGED]",
    ],
  };
  test.each(Object.keys(wrong))('%s', (what) => {
    const [bytes, expected] = wrong[what]!;
    expect(() => decodeCheckpoint(bytes, "'x'")).toThrow(expect.objectContaining({ message: expected }));
  });
});

describe('does not write', () => {
  const withTensor = (key: string, value: Tensor): Checkpoint => ({ ...checkpoint, tensors: { [key]: value } });
  const withOption = (value: unknown): Checkpoint => ({ ...checkpoint, options: { a: [{ b: value as Json }] } });
  test.each([
    [
      withTensor('w', { shape: [2, 2], data: new Float32Array(3) }),
      "Tensor 'w' of shape [2, 2] holds 3 numbers; the product of the shape has to be their number. [N3ML_BAD_TENSOR]",
    ],
    [
      withTensor('w', { shape: [-1, -3], data: new Float32Array(3) }),
      "Tensor 'w' of shape [-1, -3] holds 3 numbers; the product of the shape has to be their number. [N3ML_BAD_TENSOR]",
    ],
    [
      withTensor('w', { shape: [1], data: new Int8Array(1) as unknown as Uint8Array }),
      "The data of tensor 'w' are not a Float32Array, Float64Array, Int32Array, Uint32Array or Uint8Array. [N3ML_BAD_TENSOR]",
    ],
    [
      withTensor('__metadata__', { shape: [1], data: new Uint8Array(1) }),
      "A tensor can't be named '__metadata__': safetensors keeps that name for itself. Rename it. [N3ML_BAD_TENSOR]",
    ],
    [
      withOption(Number.NaN),
      "'checkpoint.options.a[0].b' is NaN, which JSON can't hold. Keep arrays as tensors of the checkpoint, and the rest as plain values. [N3ML_NOT_JSON]",
    ],
    [
      withOption(new Float32Array(2)),
      "'checkpoint.options.a[0].b' is a Float32Array, which JSON can't hold. Keep arrays as tensors of the checkpoint, and the rest as plain values. [N3ML_NOT_JSON]",
    ],
  ])('%#', (written, expected) => {
    expect(() => encodeCheckpoint(written)).toThrow(expect.objectContaining({ message: expected }));
  });

  test('fields that are undefined, as JSON does', () => {
    const read = decodeCheckpoint(encodeCheckpoint({ ...checkpoint, progress: { a: 1, b: undefined as unknown as Json } }), 'x');
    expect(read.progress).toStrictEqual({ a: 1 });
  });
});
