import { gzipSync } from 'node:zlib';
import { N3mlError } from '@n3ml/core';
import { gunzip, readIdx } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeIdx } from './write-idx.ts';

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

describe('readIdx', () => {
  it('reads back what was written', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (shape, bytes) => {
        const values = Uint8Array.from({ length: product(shape) }, () => bytes.next().value);
        const idx = readIdx(writeIdx(shape, values), 'a');
        expect(idx.shape).toEqual(shape);
        expect([...idx.values]).toEqual([...values]);
      }),
    );
  });

  it('reads a file that lies somewhere inside a larger buffer', () => {
    const file = writeIdx([3], Uint8Array.of(7, 8, 9));
    const larger = new Uint8Array(file.length + 10).fill(255);
    larger.set(file, 5);
    expect([...readIdx(larger.subarray(5, 5 + file.length), 'a').values]).toEqual([7, 8, 9]);
  });

  it('never gives a Buffer away, whose slice() would be no copy', () => {
    const { values } = readIdx(Buffer.from(writeIdx([3], Uint8Array.of(7, 8, 9))), 'a');
    expect(Object.getPrototypeOf(values)).toBe(Uint8Array.prototype);
  });

  it.each([
    ['int8', 9, [-1, 2], [0xff, 2]],
    ['int16', 11, [-2, 258], [0xff, 0xfe, 1, 2]],
    ['int32', 12, [-1, 66051], [0xff, 0xff, 0xff, 0xff, 0, 1, 2, 3]],
    ['float32', 13, [1, -2.5], [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0]],
    ['float64', 14, [1, -2.5], [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 4, 0, 0, 0, 0, 0, 0]],
  ])('reads big-endian %s', (_, type, values, bytes) => {
    expect([...readIdx(Uint8Array.from([0, 0, type, 1, 0, 0, 0, 2, ...bytes]), 'a').values]).toEqual(values);
  });

  it('answers any cut and any extra byte with an error', () => {
    const file = writeIdx([2, 3], new Uint8Array(6));
    for (let length = 0; length < file.length; length++) {
      expect(() => readIdx(file.subarray(0, length), 'a')).toThrow(expect.objectContaining({ code: 'N3ML_IDX_TRUNCATED' }));
    }
    expect(() => readIdx(Uint8Array.of(...file, 0), 'a')).toThrow(expect.objectContaining({ code: 'N3ML_IDX_TRAILING' }));
  });

  it('throws nothing but N3mlError at arbitrary bytes', () => {
    const nearlyIdx = fc.tuple(
      fc.constantFrom(0, 0, 0, 31),
      fc.constantFrom(0, 0, 0, 139),
      fc.integer({ min: 6, max: 15 }),
      fc.integer({ min: 0, max: 3 }),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(nearlyIdx, ([a, b, type, rank, rest]) => {
        try {
          const { shape, values } = readIdx(Uint8Array.of(a, b, type, rank, ...rest), 'a');
          expect(values.length).toBe(product(shape));
        } catch (error) {
          expect(error).toBeInstanceOf(N3mlError);
        }
      }),
    );
  });

  it('says what is wrong', () => {
    const message = (bytes: Uint8Array): string => {
      try {
        readIdx(bytes, 'data/x');
        return 'no error';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message(writeIdx([10, 28, 28], new Uint8Array(100)))).toMatchInlineSnapshot(
      `"'data/x' is cut off: shape [10, 28, 28] takes 7856 bytes, the file has 116. Delete it and fetch it again. [N3ML_IDX_TRUNCATED]"`,
    );
    expect(message(Uint8Array.of(0, 0, 8))).toMatchInlineSnapshot(
      `"'data/x' is cut off: the magic number alone takes 4 bytes, the file has 3. Delete it and fetch it again. [N3ML_IDX_TRUNCATED]"`,
    );
    expect(message(Uint8Array.of(0, 0, 8, 3, 0, 0))).toMatchInlineSnapshot(
      `"'data/x' is cut off: a header of 3 dimensions takes 16 bytes, the file has 6. Delete it and fetch it again. [N3ML_IDX_TRUNCATED]"`,
    );
    expect(message(writeIdx([2], new Uint8Array(3)))).toMatchInlineSnapshot(
      `"'data/x' has 1 bytes too many: shape [2] takes 10 bytes, the file has 11. [N3ML_IDX_TRAILING]"`,
    );
    expect(message(writeIdx([0, 28, 28], new Uint8Array()))).toMatchInlineSnapshot(
      `"'data/x' is an IDX file of shape [0, 28, 28]: it holds no data. [N3ML_EMPTY_DATASET]"`,
    );
    expect(message(Uint8Array.from('<!doctype html>', (c) => c.charCodeAt(0)))).toMatchInlineSnapshot(
      `"'data/x' starts with the bytes 3c 21 64 6f, but an IDX file starts with 00 00, a type (08, 09, 0b, 0c, 0d or 0e) and a number of dimensions of 1 or more. Is it the right file? [N3ML_IDX_FORMAT]"`,
    );
    expect(message(Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0))).toMatchInlineSnapshot(
      `"'data/x' starts with the bytes 00 00 0a 01, but an IDX file starts with 00 00, a type (08, 09, 0b, 0c, 0d or 0e) and a number of dimensions of 1 or more. Is it the right file? [N3ML_IDX_FORMAT]"`,
    );
    expect(message(gzipSync('x'))).toMatchInlineSnapshot(
      `"'data/x' starts with the bytes 1f 8b 08 00, which is gzip: pass it through gunzip() first. [N3ML_IDX_FORMAT]"`,
    );
  });
});

describe('gunzip', () => {
  it('gives back what was compressed, and raw bytes as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect([...(await gunzip(gzipSync(bytes), 'a'))]).toEqual([...bytes]);
      }),
    );
    const raw = Uint8Array.of(0, 0, 8, 1);
    expect(await gunzip(raw, 'a')).toBe(raw);
  });

  it('refuses a file that is cut off or damaged', async () => {
    const file = gzipSync(Uint8Array.from({ length: 5000 }, (_, k) => (k * k) % 251));
    await expect(gunzip(file.subarray(0, 100), 'x.gz')).rejects.toThrow(
      "'x.gz' is a damaged or incomplete gzip file. Delete it and fetch it again. [N3ML_GZIP_CORRUPT]",
    );
    await expect(gunzip(file.subarray(0, 5), 'x.gz')).rejects.toMatchObject({ code: 'N3ML_GZIP_CORRUPT' });
    const damaged = Uint8Array.from(file);
    damaged[60]! ^= 0xff;
    await expect(gunzip(damaged, 'x.gz')).rejects.toMatchObject({ code: 'N3ML_GZIP_CORRUPT' });
  });
});
