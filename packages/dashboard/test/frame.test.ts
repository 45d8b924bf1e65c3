import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../src/wire/frame.ts';

const array = fc.oneof(fc.uint8Array(), fc.uint16Array(), fc.uint32Array(), fc.float32Array(), fc.float64Array());
const message = fc.dictionary(
  fc.string().filter((name) => name !== '__proto__'),
  fc.oneof(array, fc.jsonValue()),
);

describe('a frame', () => {
  it('gives back fields and arrays, bit for bit, and views them in place', () => {
    fc.assert(
      fc.property(message, (given) => {
        const frame = encodeFrame(given);
        const decoded = decodeFrame(frame.buffer);
        const normal = (value: unknown): unknown => (ArrayBuffer.isView(value) ? value : JSON.parse(JSON.stringify(value)));
        expect(Object.keys(decoded).sort()).toEqual(Object.keys(given).sort());
        for (const [field, value] of Object.entries(given)) {
          expect(decoded[field]).toStrictEqual(normal(value));
          if (ArrayBuffer.isView(value)) expect((decoded[field] as Uint8Array).buffer).toBe(frame.buffer);
        }
      }),
    );
  });

  it('takes a part of a larger buffer as what it is', () => {
    const values = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(decodeFrame(encodeFrame({ values }).buffer).values).toStrictEqual(Float32Array.of(2, 3));
  });

  it('is laid out as documented', () => {
    const frame = encodeFrame({ type: 'x', ids: Uint16Array.of(1, 2, 3), times: Float64Array.of(0.5) });
    const view = new DataView(frame.buffer);
    expect(String.fromCharCode(...frame.subarray(0, 4))).toBe('N3D1');
    const header = JSON.parse(new TextDecoder().decode(frame.subarray(8, 8 + view.getUint32(4, true))));
    expect(header).toEqual({
      fields: { type: 'x' },
      arrays: [
        ['ids', 'u16', 0, 3],
        ['times', 'f64', 8, 1],
      ],
    });
    const payload = Math.ceil((8 + view.getUint32(4, true)) / 8) * 8;
    expect(view.getUint16(payload + 4, true)).toBe(3);
    expect(view.getFloat64(payload + 8, true)).toBe(0.5);
    expect(frame.length).toBe(payload + 16);
  });

  it('is refused where it is none, of another version, or cut short', () => {
    const frame = encodeFrame({ type: 'weights', bytes: new Uint8Array(100) });
    expect(() => decodeFrame(new ArrayBuffer(4))).toThrow('A frame has 8 bytes at least, not 4.');
    expect(() => decodeFrame(frame.slice(1).buffer)).toThrow("A frame begins with 'N3D1'; this is none, or one of another version.");
    expect(() => decodeFrame(frame.slice(0, 20).buffer)).toThrow('The frame is cut short: its header is longer than all of it.');
    expect(() => decodeFrame(frame.slice(0, frame.length - 60).buffer)).toThrow(RangeError);
  });
});
