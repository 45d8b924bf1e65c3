import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { type AddScaled, addScaledCode, plainAddScaled } from '../src/kernels/add-scaled.ts';

test('the module is the one of add-scaled.wat', async () => {
  const file = new URL('../src/kernels/add-scaled.wat', import.meta.url);
  const { parseWat } = await wabt();
  const { buffer } = parseWat('add-scaled.wat', readFileSync(file, 'utf8'), { simd: true }).toBinary({});
  expect([...addScaledCode]).toEqual([...buffer]);
});

test('it adds the same as plain JavaScript, and nothing beyond the end', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const values = new Float32Array(memory.buffer);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(addScaledCode), { tfjs: { memory } });
  // Vectors in the backend's memory start at any multiple of 4.
  const place = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(place, place, fc.nat(40), fc.float({ min: -4, max: 4, noNaN: true }), (to, from, count, scale) => {
      const after = (addScaled: AddScaled) => {
        for (let k = 0; k < 120; k++) values[k] = Math.sin(k + scale);
        addScaled(4 * to, 4 * (60 + from), count, scale);
        return values.slice(0, 120);
      };
      const expected = after((a, b, n) => {
        for (let k = 0; k < n; k++) values[a / 4 + k] = values[a / 4 + k]! + Math.fround(scale * values[b / 4 + k]!);
      });
      expect(after(exports.addScaled as AddScaled)).toEqual(expected);
      const plain = after(plainAddScaled({ HEAPU8: new Uint8Array(memory.buffer) }));
      plain.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 6);
      });
    }),
  );
});

test('the plain one finds memory that has grown', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = { HEAPU8: new Uint8Array(memory.buffer) };
  const addScaled = plainAddScaled(module);
  memory.grow(1);
  module.HEAPU8 = new Uint8Array(memory.buffer);
  new Float32Array(memory.buffer).set([1, 2], 0);
  addScaled(0, 4, 1, 3);
  expect(new Float32Array(memory.buffer)[0]).toBe(7);
});
