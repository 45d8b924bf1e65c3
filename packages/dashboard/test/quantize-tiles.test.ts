import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeTiles } from '../src/quantize-tiles.ts';

const matrix = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })).chain(([rows, columns]) =>
  fc.record({
    rows: fc.constant(rows),
    columns: fc.constant(columns),
    values: fc.float32Array({ minLength: rows * columns, maxLength: rows * columns, noNaN: true, min: -100, max: 100 }),
  }),
);

describe('quantizeTiles', () => {
  it('transposes, and is off by half of a 254th of the range at most', () => {
    fc.assert(
      fc.property(matrix, ({ rows, columns, values }) => {
        const { low, high, bytes } = quantizeTiles(values, rows, columns);
        expect(low).toBe(Math.min(0, ...values));
        expect(high).toBe(Math.max(0, ...values));
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            const restored = low + (bytes[j * rows + i]! / 254) * (high - low);
            expect(Math.abs(restored - values[i * columns + j]!)).toBeLessThanOrEqual((high - low) * (0.5 / 254 + 1e-9));
          }
        }
      }),
    );
  });

  it('shows NaN as a hole and infinite weights as the ends of the scale', () => {
    const { low, high, bytes } = quantizeTiles(Float32Array.of(Number.NaN, Infinity, -Infinity, 0.5, -0.5, 0), 1, 6);
    expect([low, high]).toEqual([-0.5, 0.5]);
    expect([...bytes]).toEqual([255, 254, 0, 254, 0, 127]);
  });

  it('shows weights that are all 0 as 0', () => {
    expect([...quantizeTiles(new Float32Array(4), 2, 2).bytes]).toEqual([0, 0, 0, 0]);
  });

  it('writes to the memory of the picture before', () => {
    const into = new Uint8Array(4);
    expect(quantizeTiles(Float32Array.of(1, 2, 3, 4), 2, 2, into).bytes).toBe(into);
    expect(quantizeTiles(Float32Array.of(1, 2), 1, 2, into).bytes).not.toBe(into);
  });
});
