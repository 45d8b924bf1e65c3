import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePng } from '../src/index.ts';
import { crc, decodePng } from './decode-png.ts';

test('the CRC of the test is the one of the standard', () => {
  expect(crc(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('what is encoded is decoded again: gray, RGB and RGBA', () => {
  const picture = fc
    .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }), channels: fc.constantFrom(1, 3, 4) })
    .chain(({ width, height, channels }) => {
      const length = width * height * channels;
      return fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        channels: fc.constant(channels),
        pixels: fc.uint8Array({ minLength: length, maxLength: length }),
      });
    });
  fc.assert(
    fc.property(picture, ({ width, height, channels, pixels }) => {
      const decoded = decodePng(encodePng({ width, height, pixels }));
      expect(decoded).toEqual({ width, height, channels, pixels, chunks: ['IHDR', 'IDAT', 'IEND'] });
    }),
    { numRuns: 50 },
  );
});

test('pixels that are not whole channels of the size are refused', () => {
  expect(() => encodePng({ width: 2, height: 2, pixels: new Uint8Array(8) })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: A picture of 2 x 2 can't have 8 bytes of pixels. Give width x height x 1, 3 or 4 bytes. [N3ML_BAD_PICTURE]]`,
  );
  expect(() => encodePng({ width: 0, height: 0, pixels: new Uint8Array(0) })).toThrow('N3ML_BAD_PICTURE');
  expect(() => encodePng({ width: 1.5, height: 2, pixels: new Uint8Array(3) })).toThrow('N3ML_BAD_PICTURE');
  expect(() => encodePng({ width: -2, height: -2, pixels: new Uint8Array(4) })).toThrow('N3ML_BAD_PICTURE');
});
